"""The checked-in numbers of SQL queries (tests/baselines/queries.json).

More queries than the baseline are a decision, fewer are good news, and both must be written down:
``UPDATE_BASELINES=1 pytest ...`` does it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).parent / "baselines" / "queries.json"


@contextmanager
def queries_of(name: str) -> Iterator[None]:
    """The block must make exactly as many queries as the baseline of that name says."""
    with CaptureQueriesContext(connection) as captured:
        yield
    baselines: dict[str, int] = json.loads(FILE.read_text())
    number, known = len(captured), baselines.get(name)
    if number == known:
        return
    if os.environ.get("UPDATE_BASELINES"):
        FILE.write_text(json.dumps(baselines | {name: number}, indent=2, sort_keys=True) + "\n")
        return
    told = "\n".join(f"  {query['sql']}" for query in captured)
    pytest.fail(f"{name}: {number} queries, the baseline says {known}.\n{told}")
