"""Feeds bytes to the reading and mending of queries, guided by coverage; run by hand.

    pip install atheris==2.3.0
    python -m tests.search.query.fuzz_parse -max_len=12000 -max_total_time=300

Any exception is a finding, and so is a query that takes longer than 200 ms of processor time.
"""

from __future__ import annotations

import sys
import time

import atheris

with atheris.instrument_imports(include=["search.query", "search.language"]):
    from search.language.spelling import Lexicon
    from search.language.tokens import layers
    from search.query.mend import mends
    from search.query.parse import MOST_CLAUSES, parse

MOST_SECONDS = 0.2
LEXICON = Lexicon(
    {"통관": 9, "절차": 9, "원산지증명서": 9, "hs": 9, "code": 9, "customs": 9}.items()
)


def one_query(data: bytes) -> None:
    """Read and mend what the fuzzer made. Raises on a finding."""
    typed = atheris.FuzzedDataProvider(data).ConsumeUnicode(12_000)
    began = time.process_time()
    query = parse(typed)
    layers(query.text)
    mends(query, LEXICON)
    took = time.process_time() - began
    query.text.encode()
    assert len(query.clauses) <= MOST_CLAUSES
    assert took < MOST_SECONDS, took


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_query)
    atheris.Fuzz()
