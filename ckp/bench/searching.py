"""One run of the bench of search: fill, measure, print, write."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.urls import NoReverseMatch, reverse

from accounts.models import Officer
from ckp.bench import articles
from ckp.bench.load import Asked, run
from ckp.bench.pages import headers_of, signed_in
from ckp.bench.run import READER, furnish, import_items
from ckp.bench.server import memory_mb, web_server
from knowledge.models import Item
from knowledge.services.touch import tell_search
from search import hits
from search.index import ask, store
from search.index.compose import compose
from search.index.rebuild import rebuild
from search.index.scope import scope_of
from search.query.parse import parse

FIGURES = settings.BASE_DIR / "var" / "bench-search.json"
SECONDS = 20.0
CHANGES_A_SECOND = 50
# Changes whose way into the index is timed.
TIMED = 20

TSVECTOR = """
CREATE TABLE IF NOT EXISTS bench_search AS
SELECT item.id, item.audience_id,
       setweight(to_tsvector('simple', item.title), 'A')
       || to_tsvector('simple', left(revision.source, 100000)) AS words
FROM knowledge_item item JOIN knowledge_revision revision ON revision.id = item.current_revision_id
WHERE item.status = 'published';
CREATE INDEX IF NOT EXISTS bench_search_words ON bench_search USING gin (words);
ANALYZE bench_search;
"""
TSQUERY = """
SELECT id, ts_rank(words, asked) AS rank, count(*) OVER () FROM bench_search,
       plainto_tsquery('simple', %s) asked
WHERE words @@ asked AND audience_id = ANY(%s) ORDER BY rank DESC LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing among ``n`` items."""

    name: str
    n: int
    value: float
    unit: str


def run_search(items: int, out: Any) -> None:
    """Measure search among ``items`` law articles and say so."""
    seconds = _fill(items, out)
    n = Item.objects.published().count()
    made: list[Figure] = []

    def tell(name: str, value: float, unit: str) -> None:
        made.append(Figure(name, n, round(value, 2), unit))
        out.write(f"{name:<22}{value:>14,.2f}  {unit}")

    if seconds:
        tell("rebuild", seconds, "s")
    queries = articles.queries()
    with _follower() as follower:
        _engine(queries, tell)
        with web_server(workers=2) as port:
            _http(port, queries, tell)
        tell("follow_delay_p95", _follow_delay(), "s")
        tell("follower_memory", memory_mb([follower]), "MB")
    folder = store.current()
    if folder is not None:
        size = sum(path.stat().st_size for path in folder.iterdir())
        tell("index_bytes", size, "bytes")
    _tsvector(queries, tell)
    FIGURES.parent.mkdir(exist_ok=True)
    rows = [{"name": f.name, "n": f.n, "value": f.value, "unit": f.unit} for f in made]
    FIGURES.write_text(json.dumps(rows, indent=2) + "\n")
    out.write(f"Written to {FIGURES}")


def _fill(items: int, out: Any) -> float:
    """Officers, categories and items; how long a rebuild of the index took, in seconds."""
    furnish()
    have = Item.objects.count()
    if have < items:
        out.write(f"Importing {items - have:,} articles")
        path = settings.VAR / "bench" / "articles.jsonl"
        articles.write_items(path, items)
        import_items(path, items)
        path.unlink()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    out.write("Building the index")
    return rebuild().seconds


@contextmanager
def _follower() -> Iterator[int]:
    process = subprocess.Popen([sys.executable, "manage.py", "search_follow"])
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _engine(queries: Sequence[str], tell: Callable[[str, float, str], None]) -> None:
    """In this process: what the index takes, and all of a search without its page."""
    reader = Officer.objects.select_related("office").get(username=READER)
    scope = scope_of(reader)

    def engine(text: str) -> None:
        composed = compose(parse(text))
        if composed is not None:
            question, _relaxed = hits.question_of(scope, composed)
            ask.find(question, limit=hits.ORDERED)

    for name, work in (("engine", engine), ("search", lambda text: _whole(reader, text))):
        for share, value in _quantiles([_timed(work, query) for query in queries]).items():
            tell(f"{name}_{share}", value * 1000, "ms")


def _whole(reader: Officer, text: str) -> None:
    found = hits.search(reader, parse(text))
    found.facets()


def _timed(work: Callable[[str], object], query: str) -> float:
    began = time.perf_counter()
    work(query)
    return time.perf_counter() - began


def _quantiles(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    last = len(ordered) - 1
    return {f"p{share}": ordered[min(last, len(ordered) * share // 100)] for share in (50, 95, 99)}


def _http(port: int, queries: Sequence[str], tell: Callable[[str, float, str], None]) -> None:
    """As a signed-in officer, one and eight at a time."""
    headers = headers_of(signed_in(Officer.objects.get(username=READER)))
    address = reverse("search:results")
    paths = [f"{address}?{urlencode({'q': query})}" for query in queries]
    run(Asked(port, paths, headers), SECONDS / 4)  # fills caches
    for connections in (1, 8):
        load = run(Asked(port, paths, headers), SECONDS, connections)
        for share in (50, 95, 99):
            tell(f"http_p{share}_c{connections}", load.quantile_ms(share / 100), "ms")
    try:
        suggest = reverse("search:suggest")
    except NoReverseMatch:
        return
    typed = [f"{suggest}?{urlencode({'q': query[:size]})}" for query in queries for size in (2, 4)]
    run(Asked(port, typed, headers), SECONDS / 4)
    tell("suggest_p95", run(Asked(port, typed, headers), SECONDS, 1).quantile_ms(0.95), "ms")


def _follow_delay() -> float:
    """Seconds from the commit of a change to its being found, at 50 changes a second; p95."""
    reader = Officer.objects.select_related("office").get(username=READER)
    items = list(Item.objects.published().order_by("pk").values_list("pk", flat=True)[:5_000])
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.wait(1 / CHANGES_A_SECOND):
            tell_search(items[number % len(items)])
            number += 1
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    delays = []
    try:
        for number in range(TIMED):
            word = f"zq{os.getpid()}x{number}"
            item = Item.objects.get(pk=items[number])
            Item.objects.filter(pk=item.pk).update(title=f"{item.title[:100]} {word}")
            tell_search(item.pk)
            began = time.perf_counter()
            while not hits.search(reader, parse(word)).count:
                time.sleep(0.02)
            delays.append(time.perf_counter() - began)
    finally:
        stop.set()
        writer.join()
    return _quantiles(delays)["p95"]


def _tsvector(queries: Sequence[str], tell: Callable[[str, float, str], None]) -> None:
    """The same queries, words and rights by PostgreSQL alone."""
    reader = Officer.objects.select_related("office").get(username=READER)
    audiences = list(scope_of(reader).officer.cached_rights.audience_ids)  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(TSVECTOR)

        def look(query: str) -> None:
            cursor.execute(TSQUERY, [query, audiences])
            cursor.fetchall()

        for query in queries:
            look(query)
        for share, value in _quantiles([_timed(look, query) for query in queries]).items():
            tell(f"tsvector_{share}", value * 1000, "ms")
