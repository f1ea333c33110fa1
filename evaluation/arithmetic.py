"""The arithmetic of an alert, line by line and in words, from the numbers it was raised with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Officer
from evaluation.models import Alert, Evaluation
from knowledge.models import Item

SMALLEST = 1e-6


@dataclass(frozen=True, slots=True)
class Row:
    """One evaluation that the sum is made of; ``title`` is empty where the reader may not know."""

    title: str
    who: str
    own: float
    severity: float
    others: float
    m: int
    residual: float


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``lines`` say how the alert came about; ``rows`` are what was added up, ``comments`` (name,
    text) what was compared."""

    lines: list[str]
    rows: list[Row]
    comments: list[tuple[str, str]]


def arithmetic_of(alert: Alert, reader: Officer) -> Arithmetic:
    """Everything that the alert was computed from, as the reader may see it."""
    facts = alert.evidence
    names = {officer.pk: str(officer) for officer in alert.officers.all()}
    lines, rows, comments = KINDS[Alert.Kind(alert.kind)](facts, names, reader)
    return Arithmetic([*lines, *_raised(facts, alert.kind)], rows, comments)


Found = tuple[list[str], list[Row], list[tuple[str, str]]]


def _favour(facts: dict[str, Any], names: dict[int, str], reader: Officer) -> Found:
    people = {"evaluator": names[facts["evaluator"]], "writer": names[facts["writer"]]}
    first = ngettext(
        "%(evaluator)s has evaluated %(n)d text by %(writer)s.",
        "%(evaluator)s has evaluated %(n)d texts by %(writer)s.",
        facts["n"],
    )
    lines = [first % (people | {"n": facts["n"]}), _residuals()]
    return [*lines, *_sum(facts)], rows_of(facts["rows"], people["evaluator"], reader), []


def _mutual(facts: dict[str, Any], names: dict[int, str], reader: Officer) -> Found:
    a, b = names[facts["a"]], names[facts["b"]]
    lines = [
        _("%(a)s has evaluated %(forth)d texts by %(b)s, and %(b)s %(back)d by %(a)s.")
        % {"a": a, "b": b, "forth": len(facts["rows"]), "back": len(facts["back"])},
        _residuals(),
        _("In both directions they gave more than others did: %(forth)s and %(back)s points.")
        % {
            "forth": signed(math.fsum(row["residual"] for row in facts["rows"])),
            "back": signed(math.fsum(row["residual"] for row in facts["back"])),
        },
        *_sum(facts),
    ]
    rows = rows_of(facts["rows"], a, reader) + rows_of(facts["back"], b, reader)
    return lines, rows, []


def _residuals() -> str:
    return _(
        "Each time it is computed how much more they gave than the other evaluators of the same"
        " text, after everybody's usual severity has been taken out, and scaled so that few others"
        " weigh less: the numbers stand in the table."
    )


def _sum(facts: dict[str, Any]) -> list[str]:
    numbers = {
        "n": facts["n"],
        "total": signed(facts["total"]),
        "sigma": plain(facts["sigma"]),
        "spread": plain(facts["spread"]),
        "z": plain(facts["z"]),
        "p_once": chance(facts["p_once"]),
        "looks": facts["looks"],
        "p": chance(facts["p"]),
    }
    lines = [
        _("Added up, that is %(total)s points."),
        _(
            "One evaluation usually varies by %(sigma)s points, so a sum of %(n)d varies by"
            " %(sigma)s × √%(n)d = %(spread)s points around 0."
        ),
        _("%(total)s / %(spread)s = %(z)s: so many spreads above 0."),
        _("Chance alone gives as much or more with a probability of %(p_once)s."),
    ]
    if facts["looks"] > 1:
        lines.append(
            _(
                "As evaluations came in it was looked at %(looks)d times, so the probability"
                " counts %(looks)d times: %(p)s."
            )
        )
    return [line % numbers for line in lines]


def _burst(facts: dict[str, Any], names: dict[int, str], reader: Officer) -> Found:
    begin, end = parse_datetime(facts["begin"]), parse_datetime(facts["end"])
    assert begin is not None
    assert end is not None
    numbers = {
        "evaluator": names[facts["evaluator"]],
        "count": facts["count"],
        "n": facts["n"],
        "rest": facts["n"] - 1,
        "more": facts["count"] - 1,
        "minutes": facts["minutes"],
        "day": f"{timezone.localtime(begin):%Y.%m.%d}",
        "begin": f"{timezone.localtime(begin):%H:%M}",
        "end": f"{timezone.localtime(end):%H:%M}",
        "days": facts["days"],
        "expected": plain(facts["expected"]),
        "p_once": chance(facts["p_once"]),
        "p": chance(facts["p"]),
    }
    lines = [
        _("%(evaluator)s submitted %(n)d evaluations this quarter."),
        _(
            "On %(day)s, from %(begin)s to %(end)s, there were %(count)d of them"
            " within %(minutes)d minutes."
        ),
        _(
            "Were the other %(rest)d spread evenly over the %(days)d working days so far,"
            " %(expected)s of them would follow an evaluation within %(minutes)d minutes."
        ),
        _("That %(more)d or more follow has a probability of %(p_once)s."),
        _("Each of the %(n)d could begin a burst, so it counts %(n)d times: %(p)s."),
    ]
    return [line % numbers for line in lines], [], []


def _copy(facts: dict[str, Any], names: dict[int, str], reader: Officer) -> Found:
    numbers = {
        "people": _(" and ").join(sorted(names.values())),
        "pairs": facts["pairs"],
        "shared": facts["shared"],
        "together": facts["together"],
        "similarity": plain(100 * facts["similarity"], 0),
        "usual": plain(100 * facts["usual"], 1),
        "agree": facts["shared"] // 3,
        "of": -(-facts["together"] // 3),
        "p": chance(facts["p"]),
    }
    lines = [
        _("Two comments by %(people)s were compared by their runs of three words."),
        _("They share %(shared)d of %(together)d runs: %(similarity)s %%."),
        _("Two comments of this quarter share %(usual)s %% of their runs on average."),
        _(
            "Runs overlap, so three of them count as one: that %(agree)d of %(of)d agree by chance"
            " has a probability of %(p)s."
        ),
    ]
    if facts["pairs"] > 1:
        lines.append(_("These are the most alike of %(pairs)d such pairs of comments by them."))
    return [line % numbers for line in lines], [], _comments(facts)


def _comments(facts: dict[str, Any]) -> list[tuple[str, str]]:
    rows = (
        Evaluation.objects.filter(assignment__in=[facts["a"], facts["b"]])
        .select_related("assignment__evaluator__officer")
        .order_by("assignment_id", "-pk")
        .distinct("assignment_id")
    )
    return [(str(row.assignment.evaluator.officer), row.comment) for row in rows]


def _raised(facts: dict[str, Any], kind: str) -> list[str]:
    numbers = {
        "tests": facts["tests"],
        "rank": facts["rank"],
        "share": plain(100 * facts["share"], 2),
        "bound": chance(facts["bound"]),
        "p": chance(facts["p"]),
    }
    looked_at = {
        Alert.Kind.FAVOUR: _("%(tests)d pairs of evaluator and writer were looked at."),
        Alert.Kind.RECIPROCITY: _("%(tests)d pairs who judge each other were looked at."),
        Alert.Kind.BURST: _("%(tests)d evaluators were looked at."),
        Alert.Kind.COPY: _("%(tests)d pairs of comments were looked at."),
    }
    lines = [
        looked_at[Alert.Kind(kind)],
        _(
            "Ordered by probability, this was number %(rank)d. So that few alerts of a quarter are"
            " false, that place is raised up to %(share)s %% × %(rank)d / %(tests)d = %(bound)s."
        ),
        _("%(p)s is not more than %(bound)s: therefore it was raised."),
    ]
    return [line % numbers for line in lines]


def rows_of(rows: Iterable[dict[str, Any]], who: str, reader: Officer) -> list[Row]:
    """The evaluations of a sum, with the titles of the items that the reader may read."""
    rows = list(rows)
    readable = Item.objects.visible_to(reader).filter(pk__in=[row["item"] for row in rows])
    titles = dict(readable.values_list("pk", "title"))
    return [
        Row(
            title=titles.get(row["item"], ""),
            who=who,
            own=row["own"],
            severity=row["severity"],
            others=row["others"],
            m=row["m"],
            residual=row["residual"],
        )
        for row in rows
    ]


KINDS: dict[Alert.Kind, Callable[[dict[str, Any], dict[int, str], Officer], Found]] = {
    Alert.Kind.FAVOUR: _favour,
    Alert.Kind.RECIPROCITY: _mutual,
    Alert.Kind.BURST: _burst,
    Alert.Kind.COPY: _copy,
}


def plain(number: float, digits: int = 2) -> str:
    """A number with two digits behind the point."""
    return number_format(round(number, digits), decimal_pos=digits)


def signed(number: float) -> str:
    """The same with its sign."""
    return f"{'+' if number >= 0 else '−'}{plain(abs(number))}"


def chance(number: float) -> str:
    """A probability with its first two digits; tiny ones are only said to be below a millionth."""
    if number < SMALLEST:
        return _("less than 0.000001")
    digits = max(2, 1 - math.floor(math.log10(number)))
    return number_format(round(number, digits), decimal_pos=digits)
