"""Texts to measure with: made from a small vocabulary, the same in every run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

SUBJECTS = (
    "수입신고 수출신고 원산지증명서 과세가격 품목분류 보세운송 보세창고 관세환급 협정관세 화물검사"
    " 여행자휴대품 국제우편 특송화물 통관보류 사전심사 관세조사 지식재산권 외환거래 반송 감면"
).split()
ASPECTS = ("절차 요건 사례 유의점 질의 답변 기준 점검 서류 기한 판단 오류 개선 교육 통계").split()
VERBS = ("확인한다 제출한다 검토한다 기록한다 안내한다 보완한다 비교한다 보관한다 통보한다").split()
CATEGORIES = (
    "clearance-import clearance-export origin-preference origin-verification valuation-additions"
    " classification-rulings revenue-audit investigation-smuggling drugs-parcel passenger-baggage"
    " bonded-warehouse cooperation-assistance it-data administration-service"
).split()


def lines(count: int, seed: int = 2026) -> Iterator[str]:
    """``count`` lines of JSON as import_knowledge reads them, each of about 700 characters."""
    random = Random(seed)  # noqa: S311 - texts, not secrets
    for number in range(count):
        subject, aspect = random.choice(SUBJECTS), random.choice(ASPECTS)
        day = f"2026-{random.randint(1, 10):02}-{random.randint(1, 28):02}"
        yield json.dumps(
            {
                "id": f"bench-{number}",
                "title": f"{subject} {aspect} {number}",
                "text": _text(random, subject),
                "category": random.choice(CATEGORIES),
                "tags": [subject, aspect],
                "date": day,
            },
            ensure_ascii=False,
        )


def write(path: Path, count: int) -> None:
    """The lines as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines(count))


def _text(random: Random, subject: str) -> str:
    parts = []
    for heading in random.sample(ASPECTS, 3):
        parts.append(f"## {subject} {heading}")
        parts.append(" ".join(_sentence(random) for _ in range(4)))
        parts += [f"- {_sentence(random)}" for _ in range(3)]
    parts.append("| 항목 | 기준 |\n| --- | --- |\n| 서류 | 원본 |\n| 기한 | 30일 |")
    return "\n\n".join(parts)


def _sentence(random: Random) -> str:
    return f"{random.choice(SUBJECTS)}의 {random.choice(ASPECTS)}을 {random.choice(VERBS)}."
