"""The text of a file is read once, told to search, and shown for what it is where it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from core import clock
from core.models import IndexChange
from knowledge import tasks
from knowledge.models import Attachment, FileText, Item
from knowledge.searchable import Items
from knowledge.services import read_file as service
from knowledge.services.attachments import attach_file, remove_attachment
from knowledge.services.read_file import LEASE, PAUSE, due_files, read_file, wait_again
from knowledge.texts.outcome import Outcome, Reason
from knowledge.texts.reading import ReaderDied
from tests.cast import office, officer, published
from tests.searching import Search
from tests.threads import at_once

pytestmark = pytest.mark.django_db

LOCKED = "Locked with a password: its text cannot be searched."


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def file() -> Attachment:
    return attached(published(officer("author", at=office("INC"))))


def attached(item: Item, text: str = "보세운송 신고") -> Attachment:
    upload = SimpleUploadedFile("지침.txt", text.encode())
    return attach_file(item=item, by=item.author, upload=upload)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """A reader with these outcomes, one after the other; what it was asked for."""

    def with_outcomes(*outcomes: Outcome | Exception) -> list[int]:
        asked: list[int] = []

        def read(_file: Any, _type: str, *, size: int) -> Outcome:
            outcome = outcomes[len(asked)]
            asked.append(size)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        monkeypatch.setattr(service, "read", read)
        return asked

    return with_outcomes


def page(item: Item) -> str:
    client = Client()
    client.force_login(item.author)
    return client.get(item.get_absolute_url()).content.decode()


def test_a_file_is_read_after_its_upload_and_found_by_its_words(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, search: Search
) -> None:
    announced: list[int] = []
    monkeypatch.setattr(tasks.read_file, "delay", announced.append)
    item = published(officer("author", at=office("INC")))
    with django_capture_on_commit_callbacks(execute=True):
        kept = attached(item, "특송화물 목록통관")
    assert search.found(item.author, "목록통관") == []
    assert announced == [kept.pk]
    IndexChange.objects.all().delete()
    tasks.read_file(kept.pk)
    assert FileText.objects.get().state == FileText.State.READ
    assert list(IndexChange.objects.values_list("kind", "object_id")) == [("item", item.pk)]
    [document] = Items().documents([item.pk])
    assert [(text.name, text.text) for text in document.attachments] == [
        ("지침.txt", "특송화물 목록통관")
    ]
    assert search.found(item.author, "목록통관") == [item.pk]
    assert not read_file(attachment_id=kept.pk)


def test_why_a_text_is_not_found_is_on_the_page(
    file: Attachment, reader: Callable[..., list[int]]
) -> None:
    assert LOCKED not in page(file.item)
    reader(Outcome(Reason.LOCKED))
    read_file(attachment_id=file.pk)
    assert LOCKED in page(file.item)
    [document] = Items().documents([file.item_id])
    assert document.attachments[0].text == ""


def test_a_reader_that_dies_twice_is_the_last(
    file: Attachment, reader: Callable[..., list[int]]
) -> None:
    asked = reader(ReaderDied(Reason.BREAKS, "-11"), ReaderDied(Reason.SLOW, "60"))
    read_file(attachment_id=file.pk)
    assert FileText.objects.get().state == FileText.State.WAITING
    assert due_files(limit=9) == []
    with clock.at(clock.now() + PAUSE + timedelta(seconds=1)):
        assert due_files(limit=9) == [file.pk]
        read_file(attachment_id=file.pk)
    row = FileText.objects.get()
    assert (row.state, row.reason, len(asked)) == ("unreadable", "slow", 2)


def test_a_killed_worker_leaves_the_file_to_the_next_and_twice_is_enough(
    file: Attachment, reader: Callable[..., list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[int] = []
    monkeypatch.setattr(tasks.read_file, "delay", announced.append)
    asked = reader()
    for _death in range(2):
        service._claim(file.pk)
        assert due_files(limit=9) == []
        later = clock.now() + LEASE + timedelta(seconds=1)
        monkeypatch.setattr(clock, "now", lambda later=later: later)
        tasks.sweep_files()
    assert announced == [file.pk, file.pk]
    assert not read_file(attachment_id=file.pk)
    row = FileText.objects.get()
    assert (row.state, row.reason, asked) == ("unreadable", "breaks", [])


def test_a_file_that_is_missing_says_so(file: Attachment, media: Path) -> None:
    for path in media.rglob("*"):
        if path.is_file():
            path.unlink()
    read_file(attachment_id=file.pk)
    assert FileText.objects.get().reason == Reason.MISSING


def test_a_broker_that_is_down_costs_a_delay_only(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def down(_pk: int) -> None:
        raise ConnectionError

    monkeypatch.setattr(tasks.read_file, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        kept = attached(published(officer("author", at=office("INC"))))
    assert due_files(limit=9) == [kept.pk]


def test_the_command_reads_again_what_is_asked_for(file: Attachment) -> None:
    said = StringIO()
    call_command("read_attachments", stdout=said)
    assert "1  read" in said.getvalue()
    FileText.objects.update(state="unreadable", reason="damaged", text="")
    call_command("read_attachments", "--again", "locked", stdout=StringIO())
    assert FileText.objects.get().reason == "damaged"
    call_command("read_attachments", "--again", "damaged", stdout=StringIO())
    assert FileText.objects.get().text == "보세운송 신고"
    FileText.objects.all().delete()
    call_command("read_attachments", stdout=StringIO())
    assert FileText.objects.get().text == "보세운송 신고"


@pytest.mark.django_db(transaction=True)
def test_two_workers_read_a_file_once(file: Attachment, reader: Callable[..., list[int]]) -> None:
    asked = reader(Outcome(Reason.NONE, "말"), Outcome(Reason.NONE, "말"))
    results = at_once(*[lambda: read_file(attachment_id=file.pk)] * 2)
    assert (sorted(results, key=str), len(asked)) == ([False, True], 1)


@pytest.mark.django_db(transaction=True)
def test_reading_and_removing_at_once(file: Attachment, reader: Callable[..., list[int]]) -> None:
    reader(Outcome(Reason.LOCKED))
    results = at_once(
        lambda: read_file(attachment_id=file.pk),
        lambda: remove_attachment(attachment=file, by=file.uploaded_by),
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert not FileText.objects.exists()


def test_what_was_read_is_found_until_it_is_read_again(file: Attachment) -> None:
    read_file(attachment_id=file.pk)
    wait_again(attachment_ids=[file.pk])
    [document] = Items().documents([file.item_id])
    assert document.attachments[0].text == "보세운송 신고"
