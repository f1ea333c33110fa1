"""An item's life: who may do what, in which state, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from core.models import Activity
from knowledge.models import Attachment, Item, Revision, WorkingCopy
from knowledge.services.drafts import create_draft, delete_draft, save_working_copy
from knowledge.services.errors import Refused
from knowledge.services.grade import grade_item
from knowledge.services.publish import publish_item
from knowledge.services.refuse import reject_item, return_item
from knowledge.services.retire import hide_item, retire_item, show_item
from knowledge.services.submit import submit_item, withdraw_item
from tests.cast import Cast, cast, draft, fields, officer, published, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def verbs_of(item: Item) -> list[str]:
    rows = Activity.objects.filter(object_type="knowledge.item", object_id=item.pk)
    return list(rows.order_by("pk").values_list("verb", flat=True))


def last_data(item: Item) -> dict[str, object]:
    return Activity.objects.filter(object_id=item.pk).latest("pk").data


def test_the_whole_life(people: Cast) -> None:
    item = draft(people.author)
    submit_item(item=item, by=people.author)
    return_item(item=item, by=people.coordinator, reason=" 근거 조문을 적어 주세요. ")
    item.refresh_from_db()
    assert (item.status, item.status_reason) == ("returned", "근거 조문을 적어 주세요.")
    submit_item(item=item, by=people.author)
    fresh = publish_item(item=item, by=people.coordinator)
    assert (fresh.status, fresh.status_reason) == ("published", "")
    assert fresh.published_at is not None
    assert last_data(item) == {
        "revision": fresh.current_revision_id,
        "writers": [people.author.pk],
        "office": people.busan.pk,
        "category": fresh.category_id,
        "audience": fresh.audience_id,
    }
    retire_item(item=item, by=people.author, reason="고시가 바뀌었다.")
    item.refresh_from_db()
    assert (item.status, item.status_reason) == ("retired", "고시가 바뀌었다.")
    assert verbs_of(item) == [
        "item.drafted",
        "item.submitted",
        "item.returned",
        "item.submitted",
        "item.published",
        "item.retired",
    ]


def test_every_verb_raises_the_version(people: Cast) -> None:
    item = draft(people.author)
    seen = [item.version]
    for step in [
        lambda: submit_item(item=item, by=people.author),
        lambda: withdraw_item(item=item, by=people.author),
        lambda: submit_item(item=item, by=people.author),
        lambda: publish_item(item=item, by=people.coordinator),
        lambda: grade_item(
            item=item, score=Decimal("7.5"), raw=Decimal("7.5"), grade="superior", round_id=1
        ),
        lambda: hide_item(item=item, by=people.coordinator, reason="개인정보"),
        lambda: show_item(item=item, by=people.coordinator),
        lambda: retire_item(item=item, by=people.coordinator, reason="중복"),
    ]:
        seen.append(step().version)
    assert seen == sorted(set(seen))


@pytest.mark.parametrize(
    ("missing", "word"),
    [
        ({"title": "  "}, "title"),
        ({"summary": ""}, "summary"),
        ({"category": None}, "category"),
        ({"source": "짧다"}, "30"),
    ],
)
def test_what_is_not_whole_stays_a_draft(
    people: Cast, missing: dict[str, object], word: str
) -> None:
    item = draft(people.author, **missing)
    with pytest.raises(Refused, match=word):
        submit_item(item=item, by=people.author)
    item.refresh_from_db()
    assert item.status == "draft"


Verb = Callable[..., object]


def _reasoned(verb: Verb) -> Verb:
    return lambda **known: verb(reason="까닭", **known)


CHECKS = {
    "publish": publish_item,
    "return": _reasoned(return_item),
    "reject": _reasoned(reject_item),
}


@pytest.mark.parametrize("verb", CHECKS.values(), ids=CHECKS)
@pytest.mark.parametrize("who", ["author", "colleague", "evaluator", "stranger"])
def test_only_coordinators_check(people: Cast, verb: Verb, who: str) -> None:
    item = submitted(people.author, coauthors=(people.colleague,))
    with pytest.raises(Refused):
        verb(item=item, by=getattr(people, who))
    assert verbs_of(item)[-1] == "item.submitted"


@pytest.mark.parametrize("verb", CHECKS.values(), ids=CHECKS)
@pytest.mark.parametrize("who", ["coordinator", "admin"])
def test_nobody_checks_what_they_wrote(people: Cast, verb: Verb, who: str) -> None:
    own = submitted(getattr(people, who))
    with pytest.raises(Refused, match="yourself"):
        verb(item=own, by=getattr(people, who))
    shared = submitted(people.author, coauthors=(getattr(people, who),))
    with pytest.raises(Refused, match="yourself"):
        verb(item=shared, by=getattr(people, who))


@pytest.mark.parametrize("verb", CHECKS.values(), ids=CHECKS)
@pytest.mark.parametrize(
    "status", ["draft", "returned", "rejected", "published", "retired", "hidden"]
)
def test_only_what_is_submitted_is_checked(people: Cast, verb: Verb, status: str) -> None:
    item = published(people.author)
    Item.objects.filter(pk=item.pk).update(status=status)
    with pytest.raises(Refused, match="not waiting"):
        verb(item=item, by=people.coordinator)


def test_a_reason_is_needed(people: Cast) -> None:
    item = submitted(people.author)
    for verb in (return_item, reject_item):
        with pytest.raises(Refused, match="reason"):
            verb(item=item, by=people.coordinator, reason="  ")
    publish_item(item=item, by=people.coordinator)
    with pytest.raises(Refused, match="reason"):
        retire_item(item=item, by=people.author, reason="")
    with pytest.raises(Refused, match="reason"):
        hide_item(item=item, by=people.coordinator, reason="")


def test_what_is_rejected_stays_so(people: Cast) -> None:
    item = submitted(people.author)
    reject_item(item=item, by=people.admin, reason="중복")
    with pytest.raises(Refused):
        submit_item(item=item, by=people.author)
    with pytest.raises(Refused):
        delete_draft(item=item, by=people.author)


def test_hiding_and_showing(people: Cast) -> None:
    item = published(people.author)
    for nobody in (people.author, people.stranger):
        with pytest.raises(Refused):
            hide_item(item=item, by=nobody, reason="개인정보")
    assert hide_item(item=item, by=people.coordinator, reason="개인정보").status == "hidden"
    with pytest.raises(Refused):
        show_item(item=item, by=people.author)
    assert show_item(item=item, by=people.coordinator).status == "published"
    returned = submitted(people.author)
    hide_item(item=returned, by=people.coordinator, reason="개인정보")
    assert show_item(item=returned, by=people.coordinator).status == "returned"


def test_a_grade_is_written_once_for_a_round(people: Cast) -> None:
    item = published(people.author)
    first = grade_item(
        item=item, score=Decimal("7.456"), raw=Decimal("7.456"), grade="superior", round_id=5
    )
    again = grade_item(
        item=item, score=Decimal("1"), raw=Decimal("1"), grade="standard", round_id=5
    )
    assert (first.score, first.grade) == (again.score, again.grade)
    assert (str(again.score), again.is_superior) == ("7.46", True)
    assert verbs_of(item) == ["item.graded"]
    with pytest.raises(ValueError, match="golden"):
        grade_item(item=item, score=Decimal("1"), raw=Decimal("1"), grade="golden", round_id=6)


def test_a_draft_goes_with_all_that_hangs_on_it(people: Cast) -> None:
    item = draft(people.author, tags=("보세",), coauthors=(people.colleague,))
    save_working_copy(item=item, by=people.author, data={"title": "x"}, version=0)
    with pytest.raises(Refused):
        delete_draft(item=item, by=people.colleague)
    delete_draft(item=item, by=people.author)
    for model in (Item, Revision, WorkingCopy, Attachment):
        assert not model.objects.exists()
    assert verbs_of(item) == ["item.drafted", "item.deleted"]


def test_a_draft_needs_an_office(people: Cast) -> None:
    with pytest.raises(Refused, match="office"):
        create_draft(by=officer("nowhere"), fields=fields())
