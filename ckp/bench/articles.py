"""Law articles as items to search in, and queries as officers type them."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from django.conf import settings

ARTICLES = ("laws", "law_articles_all.jsonl.gz")
QUESTIONS = ("retrieval", "customs_issue_to_article", "queries.jsonl")
QUERIES = 200
# Queries that are one of the words that most articles have.
COMMONEST = 20
MOST_WORDS = 6
# Articles that the words of queries are counted in.
SAMPLE = 20_000


def data() -> Path:
    """Where laws and questions lie: ``CKP_DATA``, else beside the repository."""
    beside = settings.BASE_DIR.parent / "shared" / "data"
    return Path(os.environ.get("CKP_DATA", beside))


def articles() -> Iterator[dict[str, str]]:
    """Every article of every law. Raises FileNotFoundError where there is no data."""
    with gzip.open(data().joinpath(*ARTICLES), "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def write_items(path: Path, count: int) -> None:
    """``count`` lines as import_knowledge reads them. Beyond the articles there are, they come
    again with their sentences in another order and another number in the title."""
    random = Random(count)  # noqa: S311 - texts, not secrets
    path.parent.mkdir(parents=True, exist_ok=True)
    number = 0
    with path.open("w", encoding="utf-8") as file:
        while number < count:
            turn = number
            for article in articles():
                if number == count:
                    break
                text = article["text"] or article["title"]
                if turn:
                    sentences = text.split(". ")
                    random.shuffle(sentences)
                    text = ". ".join(sentences)
                name = f"{article['law']} {article['article']} {article['title']}"[:150]
                year = random.randint(2018, 2026)
                row = {
                    "id": f"article-{number}",
                    "title": f"{name} ({number})" if turn else name,
                    "text": text,
                    "tags": [article["law_type"]],
                    "date": f"{year}-{random.randint(1, 10):02}-{random.randint(1, 28):02}",
                }
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                number += 1


def queries() -> list[str]:
    """200 different ones of one to six words: the commonest words, beginnings of real questions,
    and names of articles; the same in every run."""
    random = Random(2026)  # noqa: S311 - queries, not secrets
    words: Counter[str] = Counter()
    titles = []
    for number, article in enumerate(articles()):
        if number == SAMPLE:
            break
        words.update(word for word in set(article["text"].split()) if len(word) > 1)
        titles.append(f"{article['law']} {article['title']}")
    with data().joinpath(*QUESTIONS).open(encoding="utf-8") as file:
        asked = [json.loads(line)["text"].split() for line in file]
    found = dict.fromkeys(word for word, _count in words.most_common(COMMONEST))
    while len(found) < QUERIES:
        if random.random() < 0.3:
            some = random.choice(titles).split()
        else:
            some = random.choice(asked)
            at = random.randint(0, max(0, len(some) - MOST_WORDS))
            some = some[at:]
        found[" ".join(some[: random.randint(1, MOST_WORDS)])] = None
    return list(found)
