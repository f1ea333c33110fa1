"""Two people doing something at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Run the deeds in threads that start together; what each returned or raised, in order."""
    gate = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def work(number: int, deed: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            results[number] = deed()
        except Exception as error:  # noqa: BLE001  (the test judges it)
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def raised(results: list[object], kind: type[Exception]) -> list[Exception]:
    """Those of the results that are exceptions of the kind; others fail the test."""
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, kind) for error in errors), errors
    return errors
