"""How tests report items and follow what becomes of it."""

from __future__ import annotations

from typing import Any

from accounts.models import Officer
from core.models import Activity
from knowledge.models import Item
from knowledge.services.revise import revise_item
from reports.models import Report
from reports.services.decide import accept_report
from reports.services.receive import Claim, receive_report
from reports.services.repair import hand_in_repair
from tests.cast import fields

EVIDENCE = "도착 보고의 기한이 개정으로 바뀌었습니다."


def claim(**changes: Any) -> Claim:
    """An outdated passage with a citation, with changes."""
    said: dict[str, Any] = {
        "kind": "outdated",
        "passage": "도착지 세관에 도착을 보고한다",
        "evidence": EVIDENCE,
        "source": "law",
        "source_code": "관세법 제215조",
        "source_text": "보세구역에 도착한 때에는 보고하여야 한다.",
    }
    return Claim(**(said | changes))


def reported(item: Item, by: Officer, **changes: Any) -> Report:
    """A new report of that officer."""
    report, has_joined = receive_report(item=item, by=by, claim=claim(**changes))
    assert not has_joined
    return report


def accepted(item: Item, reporter: Officer, by: Officer, **how: Any) -> Report:
    """A report that a coordinator has accepted."""
    return accept_report(report=reported(item, reporter), by=by, **how)


def mended(report: Report, by: Officer) -> Report:
    """The writer mends the text and hands it in."""
    item = Item.objects.get(pk=report.item_id)
    text = f"{fields().source}\n도착 보고는 다음 날까지 한다. {item.version}\n"
    revise_item(item=item, by=by, fields=fields(source=text), base=item.current_revision)
    return hand_in_repair(report=report, by=by)


def verbs_of(report: Report) -> list[str]:
    """What the log says of a report, in order."""
    rows = Activity.objects.filter(object_type="reports.report", object_id=report.pk)
    return [
        verb.removeprefix("report.") for verb in rows.order_by("pk").values_list("verb", flat=True)
    ]
