"""The form of an item: what is saved, and what is said where it cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Audience, Officer
from knowledge.models import Item, WorkingCopy
from knowledge.services.drafts import save_working_copy
from knowledge.services.submit import submit_item
from tests.cast import Cast, category, draft, published, submitted
from tests.knowledge.views.forms import errors, form_of, latest, save, signed_in

pytestmark = pytest.mark.django_db


# Saving


def test_a_save_is_a_revision_and_leads_to_the_item(people: Cast) -> None:
    item = draft(people.author)
    answer = save(item, people.author, source="새 본문", title="새 제목", save="1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == item.get_absolute_url()
    assert (latest(item).number, latest(item).source) == (2, "새 본문")
    assert Item.objects.get(pk=item.pk).title == "새 제목"


def test_all_fields_arrive_and_come_back(people: Cast) -> None:
    item = draft(people.author)
    chosen = category("origin")
    sent = {
        "title": "제목",
        "summary": "요약",
        "category": str(chosen.pk),
        "shape": "case",
        "tags": "원산지, FTA, 원산지",
        "readers": "mine",
        "office": "",
        "lowest_grade": "5",
        "coauthors": "colleague",
        "language": "en",
        "laws": "관세법 제241조\n관세법 제38조",
        "hs_codes": "8471.30-0000\n8517",
        "source": "본문",
    }
    assert save(item, people.author, **sent, save="1").status_code == 302
    fresh = Item.objects.get(pk=item.pk)
    assert fresh.audience.kind == Audience.Kind.OFFICE
    assert fresh.audience.office == people.busan
    assert fresh.audience.lowest_grade == 5
    assert list(fresh.coauthors.all()) == [people.colleague]
    assert set(fresh.citations.values_list("scheme", "code")) == {
        ("law", "관세법 제241조"),
        ("law", "관세법 제38조"),
        ("hs", "8471.30-0000"),
        ("hs", "8517"),
    }
    back = form_of(item, people.author)
    assert {name: back[name] for name in sent} == {**sent, "tags": "원산지, FTA"}


def test_a_draft_may_have_gaps(people: Cast) -> None:
    item = draft(people.author)
    gaps = {"title": "", "summary": "", "category": "", "source": ""}
    assert save(item, people.author, **gaps, save="1").status_code == 302


def test_submitting_asks_for_the_gaps_and_keeps_what_was_typed(people: Cast) -> None:
    item = draft(people.author)
    gaps = {"title": " ", "summary": "", "category": "", "source": "짧은 글"}
    answer = save(item, people.author, **gaps, tags="보세", submit="1")
    assert answer.status_code == 422
    for name in gaps:
        assert errors(answer, name), name
    assert "짧은 글" in answer.content.decode()
    assert answer.context["form"]["tags"].value() == "보세"
    assert latest(item).number == 1
    assert Item.objects.get(pk=item.pk).status == Item.Status.DRAFT


def test_save_and_submit_does_both(people: Cast) -> None:
    item = draft(people.author)
    text = "새 본문은 서른 글자보다 길어야 하므로 조금 더 길게 이어서 적어 둔다."
    answer = save(item, people.author, source=text, submit="1")
    assert answer.status_code == 302
    assert Item.objects.get(pk=item.pk).status == Item.Status.SUBMITTED
    assert latest(item).source == text


def test_a_second_click_on_submit_finds_it_done(people: Cast) -> None:
    item = draft(people.author)
    sent = form_of(item, people.author, submit="1")
    browser = signed_in(people.author)
    url = reverse("knowledge:edit", args=[item.pk])
    assert browser.post(url, sent).status_code == 302
    again = browser.post(url, sent)
    assert again.status_code == 302
    assert again.headers["Location"] == item.get_absolute_url()


def test_what_is_typed_into_a_submitted_item_is_kept_and_the_way_out_named(people: Cast) -> None:
    item = draft(people.author)
    sent = form_of(item, people.author, source="typed in the other window", save="1")
    submit_item(item=item, by=people.author)
    answer = signed_in(people.author).post(reverse("knowledge:edit", args=[item.pk]), sent)
    assert answer.status_code == 409
    assert errors(answer)
    assert "typed in the other window" in answer.content.decode()


def test_the_form_of_a_submitted_item_leads_to_its_page(people: Cast) -> None:
    item = submitted(people.author)
    answer = signed_in(people.author).get(reverse("knowledge:edit", args=[item.pk]))
    assert answer.status_code == 302
    assert answer.headers["Location"] == item.get_absolute_url()


def test_a_published_item_stays_whole_and_says_what_changed(people: Cast) -> None:
    item = published(people.author)
    assert save(item, people.author, summary="", save="1").status_code == 422
    text = "공개한 뒤에 고친 본문은 서른 글자보다 길어야 하므로 조금 더 적어 둔다."
    answer = save(item, people.author, summary="요약", source=text, comment="근거 보완", save="1")
    assert answer.status_code == 302
    assert latest(item).comment == "근거 보완"


# Who may


@pytest.mark.parametrize("who", ["stranger", "colleague", "coordinator", "admin", "evaluator"])
def test_only_writers_open_the_form(people: Cast, who: str) -> None:
    person = getattr(people, who)
    for item in (draft(people.author), published(people.author)):
        url = reverse("knowledge:edit", args=[item.pk])
        assert signed_in(person).get(url).status_code == 404
        before = latest(item).pk
        assert signed_in(person).post(url, {"title": "x", "save": "1"}).status_code == 404
        assert latest(item).pk == before


def test_a_coauthor_edits_but_does_not_choose_coauthors(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,))
    page = signed_in(people.colleague).get(reverse("knowledge:edit", args=[item.pk]))
    assert "coauthors" not in page.context["form"].fields
    answer = save(item, people.colleague, source="함께 쓴 글", coauthors="stranger", save="1")
    assert answer.status_code == 302
    assert latest(item).editor == people.colleague
    assert list(Item.objects.get(pk=item.pk).coauthors.all()) == [people.colleague]


# Gone, signed out, forged


def test_a_draft_deleted_in_another_window_gives_the_text_back(people: Cast) -> None:
    item = draft(people.author)
    sent = form_of(item, people.author, source="still here", title="Title", save="1")
    browser = signed_in(people.author)
    browser.post(reverse("knowledge:delete", args=[item.pk]))
    assert not Item.objects.filter(pk=item.pk).exists()
    answer = browser.post(reverse("knowledge:edit", args=[item.pk]), sent)
    assert answer.status_code == 404
    assert "still here" in answer.content.decode()
    kept = browser.post(reverse("knowledge:new"), {"title": "Title", "source": "still here"})
    assert kept.status_code == 302
    assert latest(Item.objects.get()).source == "still here"


def test_whoever_is_signed_out_comes_back_to_the_form(people: Cast) -> None:
    url = reverse("knowledge:edit", args=[draft(people.author).pk])
    answer = Client().post(url, {"source": "x"})
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={url}"


def test_a_stale_form_gets_a_page_that_says_what_to_do(people: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.author)
    answer = browser.post(reverse("knowledge:edit", args=[draft(people.author).pk]), {"title": "x"})
    assert answer.status_code == 403
    assert "data-error-page" in answer.content.decode()


# Without JavaScript


def test_preview_shows_the_text_and_saves_nothing(people: Cast) -> None:
    item = draft(people.author)
    answer = save(item, people.author, source="**bold** <script>x</script>", preview="1")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<strong>bold</strong>" in page
    assert "<script>x" not in page
    assert latest(item).number == 1


def test_files_come_with_the_form_and_go_with_a_tick(people: Cast) -> None:
    item = draft(people.author)
    file = SimpleUploadedFile("note.txt", "가나다".encode())
    assert save(item, people.author, files=[file], title="", save="1").status_code == 302
    attachment = item.attachments.get()
    assert save(item, people.author, remove_attachment=[attachment.pk]).status_code == 302
    assert not item.attachments.exists()


def test_a_file_that_is_refused_is_named_and_the_text_kept(people: Cast) -> None:
    item = draft(people.author)
    file = SimpleUploadedFile("empty.txt", b"")
    program = SimpleUploadedFile("run.exe", b"MZ" + b"\0" * 200)
    answer = save(item, people.author, files=[program, file], source="typed here", save="1")
    assert answer.status_code == 422
    assert any("run.exe" in line for line in errors(answer))
    assert "typed here" in answer.content.decode()
    assert not item.attachments.exists()


# The working copy


def copied(item: Item, by: Officer, **changes: Any) -> WorkingCopy:
    data = form_of(item, by, **changes)
    return save_working_copy(item=item, by=by, data=data, version=int(data["version"]))


def test_the_form_opens_with_what_was_typed_and_a_way_to_discard_it(people: Cast) -> None:
    item = draft(people.author)
    copied(item, people.author, source="typed and left")
    browser = signed_in(people.author)
    page = browser.get(reverse("knowledge:edit", args=[item.pk]))
    assert page.context["form"]["source"].value() == "typed and left"
    assert reverse("knowledge:discard", args=[item.pk]) in page.content.decode()
    browser.post(reverse("knowledge:discard", args=[item.pk]))
    page = browser.get(reverse("knowledge:edit", args=[item.pk]))
    assert "typed and left" not in page.content.decode()
    assert page.context["copy_saved_at"] is None


def test_a_working_copy_is_its_officers_own(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,))
    copied(item, people.author, source="only mine")
    page = signed_in(people.colleague).get(reverse("knowledge:edit", args=[item.pk]))
    assert "only mine" not in page.content.decode()


def test_a_save_ends_the_working_copy(people: Cast) -> None:
    item = draft(people.author)
    copied(item, people.author, source="typed here")
    assert save(item, people.author, save="1").status_code == 302
    assert latest(item).source == "typed here"
    assert not WorkingCopy.objects.exists()


def test_missing_parts_show_at_once_where_a_submission_was_refused(people: Cast) -> None:
    item = draft(people.author, summary="")
    browser = signed_in(people.author)
    answer = browser.post(reverse("knowledge:submit", args=[item.pk]))
    assert answer.headers["Location"].endswith("?check=1")
    assert errors(browser.get(answer.headers["Location"]), "summary")
