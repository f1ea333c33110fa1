"""The usual shapes of general knowledge: what each is for, and the text a draft begins with.

Skeletons are kept here in both languages rather than in the catalogues: they are content that an
officer edits, and a draft keeps the language it was begun in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.models import GeneralKnowledge

Shape = GeneralKnowledge.Shape


@dataclass(frozen=True, slots=True)
class ShapeCard:
    """A shape as the page of a new item shows it."""

    code: str
    label: Any
    purpose: Any
    parts: Any
    icon: str
    skeletons: dict[str, str]

    def skeleton(self, language: str) -> str:
        """The Markdown that a draft in ``language`` begins with."""
        return self.skeletons.get(language, self.skeletons["ko"])


FREE = {"ko": "", "en": ""}

CASE = {
    "ko": """\
# 개요

- 일시와 장소:
- 대상 (물품, HS, 업체 유형):
- 한 줄 요약:

# 발단

무엇을 보고 이상하다고 판단했는지 적습니다.

# 확인한 내용

1.\x20
2.\x20

# 적용한 근거

관련 법령, 고시, 해석 사례를 적습니다.

# 결과

# 다음에 비슷한 일을 만나면

확인할 것과 주의할 점을 적습니다.
""",
    "en": """\
# Overview

- When and where:
- What it concerned (goods, HS, kind of company):
- In one line:

# How it began

What looked unusual, and why.

# What was checked

1.\x20
2.\x20

# Legal basis

Laws, notices and rulings that were applied.

# Outcome

# When you meet a similar case

What to check, and what to be careful about.
""",
}

HOWTO = {
    "ko": """\
# 언제 쓰나

# 미리 준비할 것

- [ ] 필요한 서류나 권한을 적습니다.

# 순서

1.\x20
2.\x20
3.\x20

# 자주 하는 실수

# 물어볼 곳
""",
    "en": """\
# When to use this

# What you need first

- [ ] A document or a permission.

# Steps

1.\x20
2.\x20
3.\x20

# Common mistakes

# Whom to ask
""",
}

QANDA = {
    "ko": """\
# 질문

누가 어떤 상황에서 묻는지 함께 적습니다.

# 답

먼저 결론을 적고, 그다음 이유를 적습니다.

# 근거

# 예외

이 답이 맞지 않는 경우를 적습니다.
""",
    "en": """\
# Question

Say who asks, and in which situation.

# Answer

The conclusion first, then the reasons.

# Basis

# Exceptions

Cases in which this answer does not hold.
""",
}

REGULATION = {
    "ko": """\
# 무엇이 바뀌었나

| 구분 | 종전 | 개정 |
| --- | --- | --- |
|  |  |  |

# 시행일과 적용 대상

- 시행일:
- 적용 대상:
- 경과조치:

# 업무에 미치는 영향

# 현장에서 할 일

1.\x20

# 원문
""",
    "en": """\
# What has changed

| Point | Before | Now |
| --- | --- | --- |
|  |  |  |

# In force from, and for whom

- In force from:
- Applies to:
- Transitional rules:

# What it means for our work

# What to do

1.\x20

# Source text
""",
}

LESSON = {
    "ko": """\
# 하려던 일

# 실제로 일어난 일

# 왜 그렇게 되었나

1.\x20

# 배운 것

# 이렇게 바꾸었다

바꾼 절차와 그 뒤의 결과를 적습니다.
""",
    "en": """\
# What we wanted to do

# What happened

# Why it happened

1.\x20

# What we learned

# What we changed

The new procedure, and how it has worked since.
""",
}

SHAPES = [
    ShapeCard(
        Shape.FREE,
        Shape.FREE.label,
        _("An empty page, for what fits no other shape."),
        _("You decide how it is arranged."),
        "edit",
        FREE,
    ),
    ShapeCard(
        Shape.CASE,
        Shape.CASE.label,
        _("A detection, an audit or a ruling that colleagues can learn from."),
        _("How it began, what was checked, the legal basis, the outcome."),
        "search",
        CASE,
    ),
    ShapeCard(
        Shape.HOWTO,
        Shape.HOWTO.label,
        _("A task explained so that a newcomer can do it."),
        _("When to use it, what you need, the steps, common mistakes."),
        "check",
        HOWTO,
    ),
    ShapeCard(
        Shape.QANDA,
        Shape.QANDA.label,
        _("A question that is asked again and again, with its answer."),
        _("Question, answer, basis, exceptions."),
        "help",
        QANDA,
    ),
    ShapeCard(
        Shape.REGULATION,
        Shape.REGULATION.label,
        _("A law, notice or tariff that has changed, and what it means for our work."),
        _("Before and now, in force from, what to do."),
        "file",
        REGULATION,
    ),
    ShapeCard(
        Shape.LESSON,
        Shape.LESSON.label,
        _("What went wrong or better than expected, and what we do differently since."),
        _("What we wanted, what happened, why, what we changed."),
        "history",
        LESSON,
    ),
]


def is_untouched(source: str) -> bool:
    """Whether a text is nothing but the skeleton of a shape. Spaces and signs do not count."""
    words = _words(source)
    return any(words == _words(text) for card in SHAPES for text in card.skeletons.values())


def _words(text: str) -> str:
    # The editor writes lists and tables a little differently from how they came.
    return re.sub(r"[\W_]+", " ", text).strip()


CARDS = {card.code: card for card in SHAPES}
