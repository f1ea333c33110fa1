"""A reader suggests an edit; those who wrote the item take it over or say why not."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import Officer
from core.models import Activity
from evaluation.models import Assignment
from knowledge.models import Item, Revision, Suggestion
from knowledge.services.decide_suggestion import (
    accept_suggestion,
    decline_suggestion,
    text_of,
)
from knowledge.services.errors import EditConflict, Refused
from knowledge.services.fields import ItemFields
from knowledge.services.publish import publish_item
from knowledge.services.retire import hide_item, retire_item
from knowledge.services.revise import revise_item
from knowledge.services.suggest import JUDGED_BY_YOU, suggest_edit, withdraw_suggestion
from knowledge.waiting import waiting_items
from mileage.models import Entry
from mileage.services.policies import load_start_policy
from notifications.models import Notice
from tests.cast import Cast, cast, fields, submitted
from tests.delivering import deliver_all
from tests.evaluation.judging import scene
from tests.knowledge.views.forms import signed_in
from tests.threads import at_once, raised

LINES = [f"{number}번째 문단은 이렇게 시작한다." for number in range(8)]
SOURCE = "\n\n".join(LINES)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def item_of(people: Cast, **changes: object) -> Item:
    item = submitted(people.author, source=SOURCE, **changes)
    publish_item(item=item, by=people.coordinator)
    item.refresh_from_db()
    return item


def text(item: Item, old: str, new: str) -> ItemFields:
    """The item's text with a change, as the form sends it."""
    now = item.current_revision
    assert now is not None
    source = now.source.replace(old, new)
    return ItemFields(title=now.title, summary=now.summary, source=source)


def suggested(
    item: Item, by: Officer, old: str = LINES[0], new: str = "고친 문단이다."
) -> Suggestion:
    item.refresh_from_db()
    base = item.current_revision
    assert base is not None
    edit = text(item, old, new)
    return suggest_edit(item=item, by=by, text=edit, base=base, reason="근거가 바뀌었다")


def revised(item: Item, by: Officer, old: str, new: str) -> Revision:
    item.refresh_from_db()
    source = text(item, old, new).source
    return revise_item(item=item, by=by, fields=fields(source=source), base=item.current_revision)


def entries() -> list[tuple[str, int, str]]:
    rows = Entry.objects.filter(event="improvement").order_by("pk")
    return [
        (e.key, sum(leg.amount for leg in e.legs.all() if leg.amount > 0), e.reason) for e in rows
    ]


def test_an_accepted_edit_is_a_version_of_whoever_suggested_it_and_is_paid_once(
    people: Cast,
) -> None:
    load_start_policy()
    item = item_of(people)
    suggestion = suggested(item, people.stranger)
    deliver_all()
    assert Notice.objects.filter(officer=people.author, kind="suggested").count() == 1
    labels = [task.label for task in waiting_items(people.author)]
    assert [label for label in labels if "edit" in label or "수정" in label]
    revision = accept_suggestion(suggestion=suggestion, by=people.author)
    deliver_all()
    item.refresh_from_db()
    assert item.current_revision == revision
    assert (revision.editor, revision.comment) == (people.stranger, "근거가 바뀌었다")
    assert revision.source.startswith("고친 문단이다.")
    told = Notice.objects.filter(officer=people.stranger).values_list("kind", flat=True)
    assert list(told) == ["suggestion_accepted"]
    assert entries() == [(f"improvement:{revision.pk}:{people.stranger.pk}", 10, "")]
    assert not waiting_items(people.author)
    with pytest.raises(Refused):
        accept_suggestion(suggestion=suggestion, by=people.author)
    assert Activity.objects.filter(verb="suggestion.accepted").count() == 1


def test_what_the_writers_changed_meanwhile_stays(people: Cast) -> None:
    item = item_of(people)
    suggestion = suggested(item, people.stranger)
    revised(item, people.author, LINES[7], "그 사이에 고친 문단이다.")
    revision = accept_suggestion(suggestion=suggestion, by=people.author)
    assert "그 사이에 고친 문단이다." in revision.source
    assert revision.source.startswith("고친 문단이다.")


def test_where_both_changed_the_same_place_the_writer_puts_it_together(people: Cast) -> None:
    item = item_of(people)
    suggestion = suggested(item, people.stranger)
    revised(item, people.author, LINES[0], "저자가 고친 문단이다.")
    item.refresh_from_db()
    browser = signed_in(people.author)
    page = browser.post(f"/knowledge/suggestions/{suggestion.pk}/accept/")
    assert page.status_code == 409
    for kept in ("&lt;&lt;&lt;&lt;&lt;&lt;&lt;", "저자가 고친 문단이다.", "고친 문단이다."):
        assert kept in page.content.decode()
    item.refresh_from_db()
    assert item.current_revision is not None
    assert item.current_revision.editor == people.author
    with pytest.raises(EditConflict):
        accept_suggestion(suggestion=suggestion, by=people.author)
    joined = {
        "title": item.title,
        "summary": item.summary,
        "source": SOURCE.replace(LINES[0], "둘을 합친 문단이다."),
        "base": str(item.current_revision.pk),
    }
    answer = browser.post(f"/knowledge/suggestions/{suggestion.pk}/accept/", joined)
    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.current_revision.editor == people.stranger
    assert "둘을 합친 문단이다." in item.current_revision.source


def test_a_declined_edit_says_why_and_pays_nothing(people: Cast) -> None:
    load_start_policy()
    item = item_of(people)
    suggestion = suggested(item, people.stranger)
    with pytest.raises(Refused):
        decline_suggestion(suggestion=suggestion, by=people.author, reason=" ")
    decline_suggestion(suggestion=suggestion, by=people.author, reason="고시가 그대로이다.")
    deliver_all()
    kinds = Notice.objects.filter(officer=people.stranger).values_list("kind", flat=True)
    assert list(kinds) == ["suggestion_declined"]
    page = signed_in(people.stranger).get(f"/knowledge/suggestions/{suggestion.pk}/")
    assert "고시가 그대로이다." in page.content.decode()
    assert entries() == []


def test_only_its_writers_decide_and_only_whoever_suggested_withdraws(people: Cast) -> None:
    suggestion = suggested(item_of(people), people.stranger)
    for other in (people.coordinator, people.colleague, people.stranger):
        with pytest.raises(Refused):
            accept_suggestion(suggestion=suggestion, by=other)
        with pytest.raises(Refused):
            decline_suggestion(suggestion=suggestion, by=other, reason="x")
    for other in (people.author, people.coordinator):
        with pytest.raises(Refused):
            withdraw_suggestion(suggestion=suggestion, by=other)
    withdraw_suggestion(suggestion=suggestion, by=people.stranger)
    with pytest.raises(Refused):
        accept_suggestion(suggestion=suggestion, by=people.author)
    again = signed_in(people.stranger).get(
        f"/knowledge/{suggestion.item_id}/suggest/?again={suggestion.pk}"
    )
    assert "고친 문단이다." in again.content.decode()


def test_nobody_suggests_to_own_work_nor_is_paid_for_it(people: Cast) -> None:
    load_start_policy()
    item = item_of(people, coauthors=(people.colleague,))
    for writer in (people.author, people.colleague):
        with pytest.raises(Refused):
            suggested(item, writer)
    suggestion = suggested(item, people.stranger)
    item.refresh_from_db()
    authors = (people.colleague, people.stranger)
    form = fields(source=SOURCE, coauthors=authors)
    revise_item(item=item, by=people.author, fields=form, base=item.current_revision)
    with pytest.raises(Refused):
        accept_suggestion(suggestion=suggestion, by=people.stranger)
    accept_suggestion(suggestion=suggestion, by=people.author)
    deliver_all()
    assert [(amount, reason) for _key, amount, reason in entries()] == [(0, "self")]


@pytest.mark.parametrize("end", [retire_item, hide_item])
def test_what_is_not_published_takes_no_edits(people: Cast, end: object) -> None:
    item = item_of(people)
    suggestion = suggested(item, people.stranger)
    end(item=item, by=people.coordinator, reason="낡았다")  # type: ignore[operator]
    with pytest.raises(Refused):
        accept_suggestion(suggestion=suggestion, by=people.author)
    with pytest.raises(Refused):
        suggested(item, people.colleague)
    assert not waiting_items(people.author)


def test_an_edit_changes_something_says_why_and_waits_alone(people: Cast) -> None:
    item = item_of(people)
    with pytest.raises(Refused):
        suggested(item, people.stranger, new=LINES[0])
    base = item.current_revision
    assert base is not None
    edit = replace(text(item, LINES[0], "고친 문단이다."), title="")
    with pytest.raises(Refused):
        suggest_edit(item=item, by=people.stranger, text=edit, base=base, reason="왜")
    edit = text(item, LINES[0], "고친 문단이다.")
    with pytest.raises(Refused):
        suggest_edit(item=item, by=people.stranger, text=edit, base=base, reason="  ")
    suggested(item, people.stranger)
    with pytest.raises(Refused):
        suggested(item, people.stranger, old=LINES[1])


def test_an_edit_that_the_text_says_already_is_not_paid(people: Cast) -> None:
    item = item_of(people)
    suggestion = suggested(item, people.stranger)
    revised(item, people.author, LINES[0], "고친 문단이다.")
    with pytest.raises(Refused):
        accept_suggestion(suggestion=suggestion, by=people.author)


def test_what_was_suggested_and_decided_stays(people: Cast) -> None:
    item = item_of(people)
    suggestion = suggested(item, people.stranger)
    rows = Suggestion.objects.filter(pk=suggestion.pk)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        rows.update(source="다른 말")
    again = Suggestion(
        item=item,
        base=suggestion.base,
        officer=people.stranger,
        title="t",
        summary="s",
        source="x",
        reason="r",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="accepted")
    decline_suggestion(suggestion=suggestion, by=people.author, reason="아니다")
    with pytest.raises(DatabaseError, match="stays so"), transaction.atomic():
        rows.update(answer="다른 말")


@pytest.mark.django_db
def test_an_evaluator_neither_suggests_nor_learns_who_decided() -> None:
    scenery = scene(evaluators=3)
    item, round = scenery.publish()
    task = Assignment.objects.filter(round=round).first()
    assert task is not None
    judge = task.evaluator.officer
    base = item.current_revision
    assert base is not None
    edit = text(item, base.source, f"{base.source}\n\n한 줄 더 쓴다.")
    with pytest.raises(Refused) as refused:
        suggest_edit(item=item, by=judge, text=edit, base=base, reason="왜")
    assert refused.value.message == JUDGED_BY_YOU
    page = signed_in(judge).get(f"/knowledge/{item.pk}/")
    assert f"/knowledge/{item.pk}/suggest/" not in page.content.decode()
    # Whoever had an edit declined and is drawn later sees the answer and no name.
    mine = Suggestion.objects.create(
        item=item,
        base=base,
        officer=judge,
        title="t",
        summary="s",
        source="x",
        reason="r",
        state="declined",
        answer="고시가 그대로이다.",
        decided_by=scenery.author,
        decided_at=item.created_at,
    )
    seen = signed_in(judge).get(f"/knowledge/suggestions/{mine.pk}/").content.decode()
    assert "고시가 그대로이다." in seen
    assert scenery.author.name not in seen


def test_what_was_suggested_is_between_the_two(people: Cast) -> None:
    suggestion = suggested(item_of(people), people.stranger)
    path = f"/knowledge/suggestions/{suggestion.pk}/"
    for who, status in (
        (people.author, 200),
        (people.stranger, 200),
        (people.coordinator, 404),
        (people.colleague, 404),
        (people.admin, 404),
    ):
        assert signed_in(who).get(path).status_code == status, who


@pytest.mark.django_db(transaction=True)
def test_two_writers_decide_at_once() -> None:
    people = cast()
    item = item_of(people, coauthors=(people.colleague,))
    suggestion = suggested(item, people.stranger)
    results = at_once(
        partial(accept_suggestion, suggestion=suggestion, by=people.author),
        partial(accept_suggestion, suggestion=suggestion, by=people.colleague),
        partial(decline_suggestion, suggestion=suggestion, by=people.colleague, reason="아니다"),
        partial(withdraw_suggestion, suggestion=suggestion, by=people.stranger),
    )
    assert len(raised(results, Refused)) == 3
    decided = Activity.objects.filter(verb__startswith="suggestion.").exclude(
        verb="suggestion.made"
    )
    suggestion.refresh_from_db()
    assert [row.verb for row in decided] == [f"suggestion.{suggestion.state}"]
    assert item.revisions.count() == (2 if suggestion.state == "accepted" else 1)


@pytest.mark.django_db(transaction=True)
def test_an_edit_is_accepted_while_the_writer_saves() -> None:
    people = cast()
    item = item_of(people)
    suggestion = suggested(item, people.stranger)
    item.refresh_from_db()
    form = fields(source=text(item, LINES[7], "그 사이에 고친 문단이다.").source)
    results = at_once(
        partial(accept_suggestion, suggestion=suggestion, by=people.author),
        partial(revise_item, item=item, by=people.author, fields=form, base=item.current_revision),
    )
    assert raised(results, Refused) == []
    item.refresh_from_db()
    assert item.current_revision is not None
    assert "그 사이에 고친 문단이다." in item.current_revision.source
    assert item.current_revision.source.startswith("고친 문단이다.")


@pytest.mark.django_db
def test_nothing_typed_is_lost() -> None:
    people = cast()
    item = item_of(people)
    browser = signed_in(people.stranger)
    typed = {"title": "고친 제목", "summary": "", "source": "고친 글이다.", "reason": "왜냐하면"}
    page = browser.post(f"/knowledge/{item.pk}/suggest/", typed)
    assert page.status_code == 422
    for value in ("고친 제목", "고친 글이다.", "왜냐하면"):
        assert value in page.content.decode()
    whole = typed | {"summary": "한 문장이다.", "source": SOURCE + "\n\n한 줄 더 쓴다."}
    assert browser.post(f"/knowledge/{item.pk}/suggest/", whole).status_code == 302
    suggestion = Suggestion.objects.get()
    assert suggestion.base == item.current_revision
    author = signed_in(people.author)
    assert suggestion.reason in author.get("/knowledge/suggestions/").content.decode()
    mine = browser.get("/knowledge/suggestions/?show=mine").content.decode()
    assert suggestion.get_absolute_url() in mine
    assert text_of(suggestion).title == "고친 제목"
