"""Reports of the demo's year: in every state, some of them of the accounts that everybody tries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from accounts.models import Officer
from core import clock
from knowledge.access import is_writer
from knowledge.models import Item
from knowledge.services.facts import facts_of
from knowledge.services.fields import ItemFields
from knowledge.services.retire import retire_item
from knowledge.services.revise import revise_item
from reports.models import JoinedReport, Report, State
from reports.services.decide import accept_report, dismiss_report, take_up
from reports.services.receive import Claim, receive_report
from reports.services.repair import hand_in_repair, verify_repair

if TYPE_CHECKING:
    from ckp.demo.year import Year

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
# Of its own, so that the rest of the year does not depend on it.
SEED = 15


@dataclass(frozen=True, slots=True)
class Story:
    """A report and what becomes of it.

    ``days`` before today; ``author`` and ``reporter`` are user names, "" for anybody; ``end`` is
    received, triaged, dismissed, fixing, overdue, fixed, closed or retired.
    """

    days: int
    kind: str
    end: str
    evidence: dict[str, str]
    author: str = ""
    reporter: str = ""
    law: str = ""
    is_harmful: bool = False
    others: int = 0


OUTDATED = {
    "ko": "지난달 고시가 개정되어 이 기한은 더 이상 맞지 않습니다. 부칙을 확인했습니다.",
    "en": "The notice was amended last month, so this deadline no longer holds.",
}
WRONG = {
    "ko": "설명한 순서가 실제 화면과 다릅니다. 서류를 먼저 올려야 신고가 접수됩니다.",
    "en": "The order differs from the real screen: the documents come before the third step.",
}
DUPLICATE = {
    "ko": "같은 내용이 이미 게시되어 있습니다. 제목만 다르고 표와 순서가 같습니다.",
    "en": "The same is published already: another title, but the same table and the same steps.",
}
PERSONAL = {
    "ko": "예시 화면에 업체 담당자의 이름과 연락처가 그대로 남아 있습니다.",
    "en": "The example still has the name and the telephone number of a company's clerk.",
}
SECURITY = {
    "ko": "선별 기준값이 그대로 적혀 있어 밖으로 나가면 위험합니다.",
    "en": "The values of the selection criteria are written out, which is dangerous outside.",
}
TASTE = {
    "ko": "설명이 길어서 읽기 어렵습니다. 더 짧게 써 주세요.",
    "en": "The explanation is long and hard to read. Please make it shorter.",
}
REASONS = {
    "ko": "내용은 맞습니다. 표현에 관한 의견은 댓글로 남겨 주세요.",
    "en": "What it says is right. Please leave opinions about the wording as a comment.",
}
NOTES = {
    "ko": "해당 부분은 고쳐질 때까지 원문을 확인하세요.",
    "en": "Please check the original text until this part is mended.",
}
REASONS_TO_RETIRE = {
    "ko": "같은 내용의 지식이 이미 있어 그 지식으로 안내합니다.",
    "en": "The same is published already; please use that item.",
}
STORIES = [
    Story(330, "wrong", "closed", WRONG),
    Story(290, "outdated", "closed", OUTDATED, law="관세법 제241조", reporter="officer"),
    Story(251, "wrong", "dismissed", TASTE, reporter="colleague"),
    Story(214, "personal", "closed", PERSONAL, is_harmful=True),
    Story(170, "duplicate", "retired", DUPLICATE),
    Story(133, "outdated", "closed", OUTDATED, law="관세법 시행령 제246조", others=2),
    Story(101, "wrong", "closed", WRONG, author="officer"),
    Story(64, "plagiarised", "dismissed", DUPLICATE, reporter="officer"),
    Story(40, "outdated", "overdue", OUTDATED, law="관세법 제226조", author="colleague"),
    Story(21, "wrong", "fixed", WRONG, author="colleague"),
    Story(9, "security", "fixing", SECURITY, is_harmful=True, author="colleague"),
    Story(6, "outdated", "fixing", OUTDATED, law="관세법 제94조", author="officer", others=1),
    Story(3, "wrong", "triaged", WRONG, author="colleague", reporter="officer"),
    Story(2, "outdated", "received", OUTDATED, law="관세법 제38조", author="officer", others=1),
    Story(1, "wrong", "received", WRONG, author="officer"),
]


def plan(year: Year) -> None:
    """Put the reports on the timeline."""
    random = Random(SEED)  # noqa: S311 - the same demo every time
    used: set[int] = set()
    for story in STORIES:
        moment = year.now - story.days * DAY
        year.at(moment, partial(_begin, year, random, story, used))


def _begin(year: Year, random: Random, story: Story, used: set[int]) -> None:
    item = _choose(year, random, story, used)
    if item is None:
        return
    used.add(item.pk)
    claim = Claim(
        kind=story.kind,
        evidence=story.evidence[item.language],
        passage=_passage(item) if story.kind in ("wrong", "outdated", "personal") else "",
        source="law" if story.law else "",
        source_code=story.law,
    )
    reporters = _reporters(year, random, story, item)
    if not reporters:
        return
    report, _joined = receive_report(item=item, by=reporters[0], claim=claim)
    for other in reporters[1:]:
        receive_report(item=item, by=other, claim=claim)
    if story.end != "received":
        year.at(clock.now() + 20 * HOUR, partial(_decide, year, story, report.pk))


def _choose(year: Year, random: Random, story: Story, used: set[int]) -> Item | None:
    """A published item of the story's author, or of anybody, that nothing was said about."""
    rows = (
        Item.objects.published()
        .exclude(pk__in=used)
        .filter(audience__kind="all", audience__lowest_grade=None)
    )
    if story.author:
        rows = rows.filter(author__username=story.author)
    else:
        rows = rows.exclude(author__username__in=["officer", "colleague"])
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return Item.objects.for_page().get(pk=random.choice(ids)) if ids else None


def _passage(item: Item) -> str:
    """A sentence of its text: the first long line that is neither a heading nor a table."""
    revision = item.current_revision
    lines = revision.source.splitlines() if revision else []
    plain = [line for line in lines if len(line) > 30 and line[0] not in "#|-*>!`[0123456789"]
    return plain[0].split(". ")[0].replace("*", "")[:200] if plain else ""


def _reporters(year: Year, random: Random, story: Story, item: Item) -> list[Officer]:
    """Who reports it: the named account or anybody who may read it and neither wrote it nor
    decides about it."""
    judges = {*(o.pk for o in year.people.coordinators.values()), year.people.named("admin").pk}
    others = year.people.officers[6:]
    able = (
        officer
        for officer in random.sample(others, len(others))
        if officer.pk not in judges
        and not is_writer(officer, item)
        and Item.objects.visible_to(officer).filter(pk=item.pk).exists()
    )
    named = [year.people.named(story.reporter)] if story.reporter else []
    return [*named, *islice(able, 1 + story.others - len(named))]


def _judge(year: Year, report: Report) -> Officer:
    """The coordinator in charge, or the administrator in the coordinator's own case."""
    found = year.people.coordinator_of(report.item.office)
    joined = JoinedReport.objects.filter(report=report, reporter=found).exists()
    own = report.reporter_id == found.pk or joined or is_writer(found, report.item)
    return year.people.named("admin") if own else found


def _decide(year: Year, story: Story, report_id: int) -> None:
    report = Report.objects.select_related("item__office").get(pk=report_id)
    judge = _judge(year, report)
    language = report.item.language
    if story.end == "triaged":
        take_up(report=report, by=judge)
    elif story.end == "dismissed":
        dismiss_report(report=report, by=judge, reason=REASONS[language])
    else:
        accept_report(
            report=report,
            by=judge,
            harmful=story.is_harmful,
            existed=story.kind != "outdated" if report.item.grade else None,
            is_cited=bool(story.law),
            reason=NOTES[language],
        )
        if story.end in ("fixed", "closed"):
            wait = timedelta(days=2 + report_id % 8)
            year.at(clock.now() + wait, partial(_repair, year, story, report_id))
        elif story.end == "retired":
            year.at(clock.now() + 5 * DAY, partial(_retire, report_id))


def _repair(year: Year, story: Story, report_id: int) -> None:
    report = Report.objects.select_related("item__author").get(pk=report_id)
    if report.state != State.FIXING:
        return
    item = Item.objects.for_page().get(pk=report.item_id)
    added = (
        "\n## 바로잡음\n\n신고된 부분을 현행 규정에 맞게 고쳤습니다.\n"
        if item.language == "ko"
        else "\n## Corrected\n\nThe reported passage now follows the rules in force.\n"
    )
    assert item.current_revision is not None
    fields = _fields(item, item.current_revision.source + added)
    revise_item(item=item, by=item.author, fields=fields, base=item.current_revision)
    hand_in_repair(report=report, by=item.author)
    if story.end == "closed":
        year.at(clock.now() + 22 * HOUR, partial(_verify, year, report_id))


def _fields(item: Item, source: str) -> ItemFields:
    """The form of the item as it stands, with another text."""
    facts = facts_of(item)
    return ItemFields(
        title=item.title,
        summary=item.summary,
        source=source,
        category=item.category,
        tags=tuple(item.tag_list),
        audience=item.audience,
        coauthors=tuple(row.officer for row in item.coauthorships.select_related("officer")),
        language=item.language,
        shape=facts["shape"],
        citations=tuple((scheme, code) for scheme, code in facts["citations"]),
    )


def _verify(year: Year, report_id: int) -> None:
    report = Report.objects.select_related("item__office").get(pk=report_id)
    if report.state == State.FIXED:
        verify_repair(report=report, by=_judge(year, report))


def _retire(report_id: int) -> None:
    """The author sees that the other item is enough."""
    item = Report.objects.select_related("item__author").get(pk=report_id).item
    if item.status == Item.Status.PUBLISHED:
        reason = REASONS_TO_RETIRE[item.language]
        retire_item(item=item, by=item.author, reason=reason)
