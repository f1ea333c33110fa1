"""How tests look at pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from evaluation.models import Assignment, Round
from evaluation.services.policies import policy_for
from tests.evaluation.judging import REMARK


def signed_in(officer: Officer) -> Client:
    """A browser of that officer."""
    client = Client()
    client.force_login(officer)
    return client


def address(name: str, *numbers: int) -> str:
    return reverse(f"evaluation:{name}", args=numbers)


def source(officer: Officer, path: str) -> str:
    """The page's source as that officer gets it; the test fails unless it is there."""
    answer = signed_in(officer).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def said(answer: Any) -> list[str]:
    """The level of what the officer is told after an action."""
    return [message.level_tag for message in answer.wsgi_request._messages][-1:]


def names_of(officers: Iterable[Officer]) -> set[str]:
    """All that tells who somebody is."""
    return {
        text
        for officer in officers
        for text in (officer.username, officer.name_ko, officer.name_en)
        if text
    }


def told(page: str, officers: Iterable[Officer]) -> set[str]:
    """Which of those people's names the source has."""
    return {name for name in names_of(officers) if name in page}


def filled_in(value: str = "8", comment: str = REMARK, **changes: str) -> dict[str, str]:
    """The scoring form, each criterion with the same score."""
    codes = [criterion.code for criterion in policy_for("knowledge").criteria.all()]
    scores = {f"score_{code}": value for code in codes}
    return {**scores, "confidence": "2", "comment": comment, "action": "submit", **changes}


def first_task(round: Round) -> Assignment:
    """The first assignment of a round, with the evaluator."""
    return round.assignments.select_related("evaluator__officer").earliest("pk")
