"""How the web server is started, for the portal and for measuring it."""

from __future__ import annotations

# Each thread holds a database connection; four a process keep two cores busy, and what comes
# beyond waits in the queue of the server instead of in the database.
THREADS = 4
WAITING = 256


def command(*, host: str, port: int | str, workers: int | str) -> str:
    """The arguments of ``python -m`` that serve the portal."""
    return (
        f"granian --interface wsgi --host {host} --port {port} --workers {workers}"
        f" --blocking-threads {THREADS} --backpressure {WAITING} --no-ws --log-level warning"
        " ckp.wsgi:application"
    )
