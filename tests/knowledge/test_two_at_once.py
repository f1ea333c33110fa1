"""Two people at the same moment: one of them is told, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest
from taggit.models import Tag

from accounts.models import Officer
from core.models import Activity
from knowledge.models import Category, Item, Revision, WorkingCopy
from knowledge.services.drafts import create_draft, delete_draft, save_working_copy
from knowledge.services.errors import EditConflict, Refused, StaleCopy
from knowledge.services.grade import grade_item
from knowledge.services.publish import publish_item
from knowledge.services.refuse import reject_item, return_item
from knowledge.services.retire import hide_item, retire_item
from knowledge.services.revise import restore_revision, revise_item
from knowledge.services.submit import submit_item, withdraw_item
from knowledge.services.touch import touch
from tests.cast import Cast, cast, category, draft, fields, published, submitted
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)

LINES = "\n\n".join(f"{number}번째 문단은 이렇게 시작한다." for number in range(20))


@pytest.fixture
def people() -> Cast:
    return cast()


def told(item: Item, verb: str) -> int:
    return Activity.objects.filter(object_id=item.pk, verb=verb).count()


def test_two_publish(people: Cast) -> None:
    item = submitted(people.author)
    results = at_once(
        partial(publish_item, item=item, by=people.coordinator),
        partial(publish_item, item=item, by=people.admin),
    )
    assert len(raised(results, Refused)) == 1
    assert told(item, "item.published") == 1


def test_two_clicks_begin_one_draft(people: Cast) -> None:
    begin = partial(create_draft, by=people.author, fields=fields(), token=uuid4())
    first, second = at_once(begin, begin)
    assert first == second
    assert Item.objects.count() == Activity.objects.filter(verb="item.drafted").count() == 1


def test_publish_against_return_and_reject_and_withdraw(people: Cast) -> None:
    item = submitted(people.author)
    results = at_once(
        partial(publish_item, item=item, by=people.coordinator),
        partial(return_item, item=item, by=people.admin, reason="근거"),
        partial(reject_item, item=item, by=people.admin, reason="중복"),
        partial(withdraw_item, item=item, by=people.author),
    )
    assert len(raised(results, Refused)) == 3
    item.refresh_from_db()
    outcomes = ("published", "returned", "rejected", "withdrawn")
    assert [verb for verb in outcomes if told(item, f"item.{verb}")] == [
        "withdrawn" if item.status == "draft" else item.status
    ]


def test_two_submit(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,))
    results = at_once(
        partial(submit_item, item=item, by=people.author),
        partial(submit_item, item=item, by=people.colleague),
    )
    assert len(raised(results, Refused)) == 1
    assert told(item, "item.submitted") == 1


def test_submit_against_delete(people: Cast) -> None:
    item = draft(people.author)
    results = at_once(
        partial(submit_item, item=item, by=people.author),
        partial(delete_draft, item=item, by=people.author),
    )
    assert len(raised(results, Refused)) == 1
    assert Item.objects.filter(pk=item.pk).exists() == bool(told(item, "item.submitted"))


def test_two_retire_and_one_hides(people: Cast) -> None:
    item = published(people.author)
    results = at_once(
        partial(retire_item, item=item, by=people.author, reason="낡음"),
        partial(retire_item, item=item, by=people.coordinator, reason="낡음"),
        partial(hide_item, item=item, by=people.admin, reason="개인정보"),
    )
    raised(results, Refused)
    item.refresh_from_db()
    assert item.status == "hidden"
    assert told(item, "item.retired") <= 1


def test_one_grade_told_twice(people: Cast) -> None:
    item = published(people.author)
    deed = partial(
        grade_item, item=item, score=Decimal("8"), raw=Decimal("8"), grade="superior", round_id=1
    )
    assert not raised(at_once(deed, deed, deed), Refused)
    assert told(item, "item.graded") == 1


def test_two_revise_different_places(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,), source=LINES)
    base = item.current_revision
    form = fields(source=LINES, coauthors=(people.colleague,))
    results = at_once(
        partial(
            revise_item,
            item=item,
            by=people.author,
            base=base,
            fields=replace(form, source=LINES.replace("3번째", "세번째")),
        ),
        partial(
            revise_item,
            item=item,
            by=people.colleague,
            base=base,
            fields=replace(form, source=LINES.replace("15번째", "열다섯번째"), tags=("보세",)),
        ),
    )
    assert not raised(results, Refused)
    item.refresh_from_db()
    assert item.current_revision is not None
    assert item.current_revision.number == 3
    assert "\n세번째" in item.current_revision.source
    assert "\n열다섯번째" in item.current_revision.source
    assert item.tag_list == ["보세"]


def test_two_revise_the_same_place(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,), source=LINES)
    base = item.current_revision
    form = fields(source=LINES, coauthors=(people.colleague,))
    texts = {who: LINES.replace("7번째", f"{who.username} 문단") for who in _writers(people)}
    results = at_once(
        *(
            partial(revise_item, item=item, by=who, base=base, fields=replace(form, source=text))
            for who, text in texts.items()
        )
    )
    (conflict,) = raised(results, EditConflict)
    assert isinstance(conflict, EditConflict)
    item.refresh_from_db()
    assert item.current_revision == conflict.theirs
    assert {conflict.theirs.source, conflict.mine.source} == set(texts.values())
    for who in texts:
        assert f"{who.username} 문단" in conflict.merged


def _writers(people: Cast) -> list[Officer]:
    return [people.author, people.colleague]


def test_twenty_saves_at_once_lose_nothing(people: Cast) -> None:
    item = draft(people.author, source=LINES)
    base = item.current_revision
    results = at_once(
        *(
            partial(
                revise_item,
                item=item,
                by=people.author,
                base=base,
                fields=fields(source=LINES.replace(f"{number}번째 문단은 ", f"{number}새 문단은 ")),
            )
            for number in range(2, 10)
        )
    )
    assert not raised(results, Refused)
    item.refresh_from_db()
    assert item.current_revision is not None
    for number in range(2, 10):
        assert f"\n{number}새 문단은" in item.current_revision.source
    assert list(item.revisions.order_by("number").values_list("number", flat=True)) == list(
        range(1, 10)
    )


def test_revise_against_submit(people: Cast) -> None:
    item = draft(people.author)
    results = at_once(
        partial(
            revise_item,
            item=item,
            by=people.author,
            base=item.current_revision,
            fields=fields(title="새 제목"),
        ),
        partial(submit_item, item=item, by=people.author),
    )
    raised(results, Refused)
    item.refresh_from_db()
    assert item.status == "submitted"
    data = Activity.objects.get(object_id=item.pk, verb="item.submitted").data
    assert data["revision"] == item.current_revision_id


def test_two_restore(people: Cast) -> None:
    item = draft(people.author)
    first = item.current_revision
    assert first is not None
    revise_item(item=item, by=people.author, base=first, fields=fields(title="둘째"))
    deed = partial(restore_revision, item=item, by=people.author, revision=first)
    one, other = at_once(deed, deed)
    assert isinstance(one, Revision)
    assert one == other


def test_autosave_against_save(people: Cast) -> None:
    item = draft(people.author)
    for turn in range(6):
        item.refresh_from_db()
        base = item.current_revision
        if turn % 2:
            save_working_copy(item=item, by=people.author, data={}, version=0, base=base)
        results = at_once(
            partial(
                save_working_copy,
                item=item,
                by=people.author,
                data={"title": "낡은"},
                version=turn % 2,
                base=base,
            ),
            partial(
                revise_item,
                item=item,
                by=people.author,
                base=base,
                fields=fields(title=f"제목 {turn}"),
            ),
        )
        raised(results, StaleCopy)
        assert isinstance(results[1], Revision)
        assert not WorkingCopy.objects.exists()


def test_two_windows_autosave(people: Cast) -> None:
    item = draft(people.author)
    for version in (0, 1, 2):
        results = at_once(
            *(
                partial(
                    save_working_copy,
                    item=item,
                    by=people.author,
                    data={"window": window},
                    version=version,
                )
                for window in (1, 2)
            )
        )
        (stale,) = raised(results, StaleCopy)
        assert isinstance(stale, StaleCopy)
        assert stale.current is not None
        winner = next(copy for copy in results if isinstance(copy, WorkingCopy))
        assert stale.current.data == winner.data
        assert winner.version == version + 1


def test_two_bring_the_same_new_tags(people: Cast) -> None:
    category()
    names = tuple(f"꼬리표{number}" for number in range(8))
    results = at_once(
        *(partial(draft, people.author, tags=order) for order in (names, names[::-1]) * 2)
    )
    assert not raised(results, Refused)
    assert Tag.objects.count() == len(names)
    for item in Item.objects.all():
        assert set(item.tags.names()) == set(item.tag_list) == set(names)


def test_a_category_deleted_while_it_is_chosen(people: Cast) -> None:
    item = draft(people.author)
    for turn in range(4):
        other = category(f"other-{turn}")
        item.refresh_from_db()
        saved, deleted = at_once(
            partial(
                revise_item,
                item=item,
                by=people.author,
                base=item.current_revision,
                fields=fields(category=other),
            ),
            partial(Category.objects.filter(pk=other.pk).delete),
        )
        there = Category.objects.filter(pk=other.pk).exists()
        assert isinstance(saved, Refused) is not there
        assert isinstance(deleted, Exception) is there
        item.refresh_from_db()
        assert (item.category_id == other.pk) is there


def test_every_touch_counts(people: Cast) -> None:
    item = draft(people.author)
    assert not raised(at_once(*[partial(touch, item.pk)] * 5), Refused)
    item.refresh_from_db()
    assert item.version == 6
