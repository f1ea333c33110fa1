"""The verbs that mileage records, and the activities that it acts on."""

from core.registry import Verb, verbs

VERBS: list[tuple[str, str, str]] = []


def register() -> None:
    for code, label, sentence in VERBS:
        verbs.register(code, Verb(code, label, sentence))
