"""Saving a text: who, when, and together with what others saved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core.models import Activity
from knowledge.models import Category, GeneralKnowledge, Item, ItemTag, Revision, WorkingCopy
from knowledge.services.drafts import save_working_copy
from knowledge.services.errors import EditConflict, Refused
from knowledge.services.fields import ItemFields
from knowledge.services.publish import publish_item
from knowledge.services.refuse import reject_item, return_item
from knowledge.services.revise import restore_revision, revise_item
from knowledge.services.revisions import changed_share, fingerprint
from tests.cast import TEXT, Cast, cast, category, draft, fields, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def saved(item: Item, by: Officer, form: ItemFields, **more: object) -> Revision:
    """Saved on top of the text as it is now."""
    base = Item.objects.get(pk=item.pk).current_revision
    return revise_item(item=item, by=by, fields=form, base=base)


def activities(item: Item) -> list[dict[str, object]]:
    rows = Activity.objects.filter(object_id=item.pk, verb="item.revised").order_by("pk")
    return list(rows.values_list("data", flat=True))


def test_a_save_is_a_revision_with_its_html_and_fingerprint(people: Cast) -> None:
    item = draft(people.author)
    revision = saved(item, people.author, fields(title=" 새  제목 ", source="본문\r\n\x00끝"))
    assert (revision.number, revision.title, revision.source) == (2, "새 제목", "본문\n끝")
    assert revision.html == "<p>본문\n끝</p>\n"
    assert revision.sha256 == fingerprint("새 제목", revision.summary, "본문\n끝")
    item.refresh_from_db()
    assert (item.title, item.current_revision, item.version) == ("새 제목", revision, 2)
    assert revision.parent is not None
    assert revision.parent.number == 1
    assert activities(item)[0]["number"] == 2
    share = activities(item)[0]["changed_share"]
    assert isinstance(share, float)
    assert 0 < share <= 1


def test_what_is_published_stays_so_and_stays_whole(people: Cast) -> None:
    item = submitted(people.author)
    publish_item(item=item, by=people.coordinator)
    revision = saved(item, people.author, fields(source=TEXT + "\n덧붙임\n"))
    item.refresh_from_db()
    assert (item.status, item.current_revision) == ("published", revision)
    for missing in ({"title": ""}, {"summary": ""}, {"category": None}, {"source": "짧다"}):
        with pytest.raises(Refused):
            saved(item, people.author, fields(**missing))
    item.refresh_from_db()
    assert item.current_revision == revision


def test_nobody_changes_what_is_being_judged_or_is_over(people: Cast) -> None:
    item = submitted(people.author)
    with pytest.raises(Refused, match="Withdraw"):
        saved(item, people.author, fields(title="다른"))
    reject_item(item=item, by=people.coordinator, reason="중복")
    with pytest.raises(Refused, match="no longer"):
        saved(item, people.author, fields(title="다른"))
    assert item.revisions.count() == 1


def test_writers_only(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,))
    for nobody in (people.stranger, people.coordinator, people.admin):
        with pytest.raises(Refused):
            saved(item, nobody, fields(title="다른"))
    assert saved(item, people.colleague, fields(title="다른")).editor == people.colleague


def test_only_the_author_names_coauthors(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague, people.stranger))
    saved(item, people.colleague, fields(title="다른", coauthors=()))
    assert list(item.coauthors.order_by("coauthorships__position")) == [
        people.colleague,
        people.stranger,
    ]
    saved(item, people.author, fields(coauthors=(people.stranger, people.evaluator)))
    rows = item.coauthorships.order_by("position")
    assert [row.officer for row in rows] == [people.stranger, people.evaluator]
    with pytest.raises(Refused, match="author"):
        saved(item, people.author, fields(coauthors=(people.author,)))


def test_the_same_text_makes_no_revision_but_saves_the_details(people: Cast) -> None:
    item = draft(people.author)
    first = item.current_revision
    saved(item, people.author, fields())
    item.refresh_from_db()
    assert (item.version, activities(item)) == (1, [])
    other = category("export")
    assert saved(item, people.author, fields(category=other, shape="case", tags=("FTA",))) == first
    fresh = GeneralKnowledge.objects.get(pk=item.pk)
    assert (fresh.category, fresh.shape, fresh.tag_list) == (other, "case", ["FTA"])
    assert activities(item)[0]["changed_share"] == 0.0
    assert fresh.version == 2


def test_edits_of_different_places_are_joined(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,), source="하나\n\n둘\n\n셋\n" + TEXT)
    base = item.current_revision
    assert base is not None
    form = fields(source=base.source, coauthors=(people.colleague,))
    revise_item(
        item=item,
        by=people.author,
        base=base,
        fields=replace(form, source=form.source.replace("하나", "첫째"), tags=("보세",)),
    )
    merged = revise_item(
        item=item,
        by=people.colleague,
        base=base,
        fields=replace(form, source=form.source.replace("셋", "셋째"), title="새 제목"),
    )
    assert merged.source.startswith("첫째\n\n둘\n\n셋째\n")
    assert merged.title == "새 제목"
    assert merged.parent is not None
    assert (merged.number, merged.parent.number) == (3, 2)
    item.refresh_from_db()
    assert item.tag_list == ["보세"]
    assert list(item.tags.names()) == ["보세"]


@pytest.mark.parametrize("place", ["source", "title", "summary"])
def test_edits_of_the_same_place_are_a_conflict_with_both_texts(people: Cast, place: str) -> None:
    item = draft(people.author, coauthors=(people.colleague,))
    base = item.current_revision
    theirs, mine = (
        fields(coauthors=(people.colleague,), **{place: text})
        for text in ("남이 먼저 저장한 글", "내가 나중에 저장한 글")
    )
    first = revise_item(item=item, by=people.author, base=base, fields=theirs)
    save_working_copy(item=item, by=people.colleague, data={place: "내"}, version=0, base=base)
    with pytest.raises(EditConflict) as caught:
        revise_item(item=item, by=people.colleague, base=base, fields=mine)
    assert (caught.value.base, caught.value.theirs) == (base, first)
    assert getattr(caught.value.mine, place) == "내가 나중에 저장한 글"
    if place == "source":
        assert "남이 먼저 저장한 글" in caught.value.merged
        assert "내가 나중에 저장한 글" in caught.value.merged
    item.refresh_from_db()
    assert item.current_revision == first
    assert WorkingCopy.objects.filter(officer=people.colleague).exists()


def test_an_unknown_base_never_overwrites(people: Cast) -> None:
    item = draft(people.author)
    with pytest.raises(EditConflict):
        revise_item(item=item, by=people.author, base=None, fields=fields(source="전혀 다른 글"))
    other = draft(people.author)
    with pytest.raises(ValueError, match="another item"):
        revise_item(
            item=item, by=people.author, base=other.current_revision, fields=fields(title="다른")
        )


def test_an_older_text_comes_back_as_a_new_revision(people: Cast) -> None:
    item = draft(people.author)
    first = item.current_revision
    assert first is not None
    saved(item, people.author, fields(title="둘째", source="완전히 새로 쓴 글이다. " * 5))
    restored = restore_revision(item=item, by=people.author, revision=first)
    assert (restored.number, restored.sha256) == (3, first.sha256)
    item.refresh_from_db()
    assert item.title == first.title
    assert activities(item)[-1]["restored"] == 1
    assert restore_revision(item=item, by=people.author, revision=first) == restored
    with pytest.raises(Refused):
        restore_revision(item=item, by=people.stranger, revision=first)
    with pytest.raises(ValueError, match="another item"):
        restore_revision(item=draft(people.author), by=people.author, revision=first)


def test_a_returned_item_is_changed_again(people: Cast) -> None:
    item = submitted(people.author)
    return_item(item=item, by=people.coordinator, reason="근거")
    assert saved(item, people.author, fields(title="고침")).number == 2


def test_tags_are_tidied_and_kept_alike_in_both_places(people: Cast) -> None:
    draft(people.author, tags=("FTA",))
    item = draft(people.author, tags=(" fta ", "원산지  증명", "#보세", "", "FTA"))
    assert item.tag_list == ["FTA", "원산지 증명", "보세"]
    assert set(item.tags.names()) == set(item.tag_list)
    saved(item, people.author, fields(tags=("보세", "새것")))
    item.refresh_from_db()
    assert item.tag_list == ["보세", "새것"]
    assert set(item.tags.names()) == {"보세", "새것"}
    assert ItemTag.objects.filter(content_object=item).count() == 2
    composed = draft(people.author, tags=("보세",))
    assert composed.tag_list == ["보세"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"tags": tuple(map(str, range(11)))},
        {"tags": ("가" * 41,)},
        {"title": "가" * 201},
        {"summary": "가" * 501},
        {"source": "가" * 200_001},
        {"citations": (("law", "가" * 121),)},
    ],
)
def test_too_much_is_refused_with_a_word(people: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused, match=r"\d"):
        draft(people.author, **wrong)
    assert not Item.objects.exists()


def test_citations_are_kept_once(people: Cast) -> None:
    law, hs = ("law", "관세법 제38조"), ("hs", "8471.30")
    item = draft(people.author, citations=(law, law, hs))
    assert {(c.scheme, c.code) for c in item.citations.all()} == {law, hs}
    saved(item, people.author, fields(citations=(hs,)))
    assert [(c.scheme, c.code) for c in item.citations.all()] == [hs]


def test_a_category_that_was_deleted_is_refused_with_a_word(people: Cast) -> None:
    item = draft(people.author)
    gone = category("gone")
    Category.objects.filter(pk=gone.pk).delete()
    with pytest.raises(Refused, match="another"):
        saved(item, people.author, fields(category=gone))
    with pytest.raises(Refused, match="another"):
        draft(people.author, category=gone)


def test_a_category_in_use_cannot_be_deleted(people: Cast) -> None:
    item = draft(people.author)
    assert item.category is not None
    with pytest.raises(ProtectedError):
        item.category.delete()
    Category.objects.filter(pk=item.category_id)._raw_delete("default")
    with pytest.raises(IntegrityError):
        connection.check_constraints()
    transaction.set_rollback(True)


def test_an_audience_of_ones_own(people: Cast) -> None:
    own = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    assert draft(people.author, audience=own).audience == own


def test_the_share_that_changed() -> None:
    def text(source: str) -> Revision:
        return Revision(title="", summary="", source=source)

    assert changed_share(text("a b c d"), text("a b c d")) == 0.0
    assert changed_share(text("a b c d"), text("a b c x")) == 0.25
    assert changed_share(text("a b"), text("c d")) == 1.0
    assert changed_share(text("a b"), text("a b c d")) == 0.5
    assert changed_share(text(""), text("")) == 0.0
