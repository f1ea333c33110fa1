"""Bad input into the form of an item: it is said at the field, and what was typed is kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Audience, Officer
from knowledge.models import Category, Item
from knowledge.services.fields import SOURCE_LENGTH
from tests.cast import Cast, draft, office, officer
from tests.knowledge.views.forms import errors, form_of, latest, save, signed_in

pytestmark = pytest.mark.django_db


def test_a_title_of_300_characters_is_kept_and_counted(people: Cast) -> None:
    item = draft(people.author)
    answer = save(item, people.author, title="가" * 300, save="1")
    assert answer.status_code == 422
    assert "300" in errors(answer, "title")[0]
    assert answer.context["form"]["title"].value() == "가" * 300


def test_three_megabytes_are_refused_with_the_limit_and_kept(people: Cast) -> None:
    item = draft(people.author)
    text = "x" * 3_000_000
    answer = save(item, people.author, source=text, save="1")
    assert answer.status_code == 422
    assert str(SOURCE_LENGTH) in errors(answer, "source")[0]
    assert text in answer.content.decode()
    assert latest(item).number == 1


def test_more_than_the_portal_reads_is_a_page_that_says_so(people: Cast) -> None:
    item = draft(people.author)
    answer = save(item, people.author, source="x" * 9_000_000, save="1")
    assert answer.status_code == 400
    assert "data-error-page" in answer.content.decode()


def test_nul_characters_go(people: Cast) -> None:
    item = draft(people.author)
    answer = save(
        item, people.author, title="제\0목", source="본\0문\x07", tags="a\0b", laws="법\0", save="1"
    )
    assert answer.status_code == 302
    fresh = Item.objects.get(pk=item.pk)
    assert (fresh.title, latest(item).source, fresh.tag_list) == ("제목", "본문", ["ab"])


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("a, b,,c , ", ["a", "b", "c"]),
        ("#보세, 보세、통관;FTA", ["보세", "통관", "FTA"]),
        ("FTA, fta", ["FTA"]),
        ("", []),
    ],
)
def test_tags_stand_between_commas(people: Cast, typed: str, tags: list[str]) -> None:
    item = draft(people.author)
    assert save(item, people.author, tags=typed, save="1").status_code == 302
    assert Item.objects.get(pk=item.pk).tag_list == tags


@pytest.mark.parametrize("typed", ["t" * 60, ",".join(f"t{n}" for n in range(40))])
def test_too_much_of_tags_is_said_at_the_field(people: Cast, typed: str) -> None:
    answer = save(draft(people.author), people.author, tags=typed, save="1")
    assert answer.status_code == 422
    assert errors(answer, "tags")


@pytest.mark.parametrize("value", ["999999", "abc", "-1", "1" * 40])
def test_an_unknown_category_is_said_at_the_field(people: Cast, value: str) -> None:
    answer = save(draft(people.author), people.author, category=value, save="1")
    assert answer.status_code == 422
    assert errors(answer, "category")


def test_a_category_deleted_meanwhile_is_said_at_the_field(people: Cast) -> None:
    item = draft(people.author)
    gone = Category.objects.create(slug="gone", name_ko="없어질", name_en="Going")
    sent = form_of(item, people.author, category=str(gone.pk), source="그동안", save="1")
    gone.delete()
    answer = signed_in(people.author).post(reverse("knowledge:edit", args=[item.pk]), sent)
    assert answer.status_code == 422
    assert errors(answer, "category")
    assert "그동안" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("colleague, nobody-here, 99999", ["nobody-here", "99999"]),
        ("same", ["same"]),
        ("leaver", ["Leaver"]),
    ],
)
def test_coauthors_that_cannot_be_are_named(people: Cast, typed: str, named: list[str]) -> None:
    for username in ("one", "two"):
        twin = officer(username, at=people.busan)
        Officer.objects.filter(pk=twin.pk).update(name_ko="same")
    leaver = officer("leaver", at=people.busan)
    leaver.is_active = False
    leaver.save()
    answer = save(draft(people.author), people.author, coauthors=typed, save="1")
    assert answer.status_code == 422
    said = " ".join(errors(answer, "coauthors"))
    assert all(name in said for name in named)
    assert answer.context["form"]["coauthors"].value() == typed


def test_coauthors_are_found_by_number_name_and_user_name(people: Cast) -> None:
    Officer.objects.filter(pk=people.stranger.pk).update(employee_number="K-1234")
    Officer.objects.filter(pk=people.evaluator.pk).update(name_ko="최하은")
    item = draft(people.author)
    typed = "k-1234, 최하은; COLLEAGUE"
    assert save(item, people.author, coauthors=typed, save="1").status_code == 302
    found = set(Item.objects.get(pk=item.pk).coauthors.all())
    assert found == {people.stranger, people.evaluator, people.colleague}


def test_a_coauthor_who_left_later_stays(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,))
    people.colleague.is_active = False
    people.colleague.save()
    assert save(item, people.author, source="going on", save="1").status_code == 302
    assert list(Item.objects.get(pk=item.pk).coauthors.all()) == [people.colleague]


def test_an_office_that_one_may_not_write_for_is_said_at_the_field(people: Cast) -> None:
    item = draft(people.author)
    sent = {"readers": "office", "office": str(people.incheon.pk)}
    answer = save(item, people.author, **sent, save="1")
    assert answer.status_code == 422
    assert errors(answer, "office")
    answer = save(item, people.author, readers="office", office="", save="1")
    assert errors(answer, "office")


def test_one_may_write_for_the_line_above_and_all_below(people: Cast) -> None:
    below = office("YD", parent=people.busan)
    item = draft(people.author)
    sent = {"readers": "office", "office": str(below.pk)}
    assert save(item, people.author, **sent, save="1").status_code == 302
    assert Item.objects.get(pk=item.pk).audience.office == below


def test_public_has_no_lowest_grade(people: Cast) -> None:
    item = draft(people.author)
    answer = save(item, people.author, readers="public", lowest_grade="5", save="1")
    assert errors(answer, "lowest_grade")
    assert save(item, people.author, readers="public", save="1").status_code == 302
    assert Item.objects.get(pk=item.pk).audience.kind == Audience.Kind.PUBLIC


@pytest.mark.parametrize("code", ["12", "84713", "abcd", "8471.30.0000.11", "８４７"])
def test_what_is_no_hs_code_is_said_at_the_field(people: Cast, code: str) -> None:
    answer = save(draft(people.author), people.author, hs_codes=code, save="1")
    assert errors(answer, "hs_codes")


def test_marks_of_two_versions_are_not_saved(people: Cast) -> None:
    text = "one\n<<<<<<< theirs\ntwo\n=======\nthree\n>>>>>>> mine\n"
    answer = save(draft(people.author), people.author, source=text, save="1")
    assert answer.status_code == 422
    assert errors(answer, "source")
