"""Files come in checked and whole or not at all, and go out only to whom the item is open."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core.models import Activity
from knowledge.models import Attachment, Item
from knowledge.services.attachments import attach_file, remove_attachment
from knowledge.services.drafts import delete_draft
from knowledge.services.errors import Refused
from knowledge.uploads import skipped_files
from tests.cast import draft, office, officer, published
from tests.knowledge import sample_files as samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def cast() -> dict[str, Any]:
    house = office("INC")
    author = officer("author", at=house)
    inside = audience_for(kind=Audience.Kind.OFFICE, office=house)
    return {
        "author": author,
        "reader": officer("reader", at=house),
        "stranger": officer("stranger", at=office("BUS")),
        "item": published(author, audience=inside),
    }


def sent(content: bytes, name: str = "지침.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def browser(person: Officer | None, **options: Any) -> Client:
    client = Client(**options)
    if person is not None:
        client.force_login(person)
    return client


def post(person: Officer | None, item: Item, file: Any, **fields: str) -> Any:
    address = reverse("knowledge:upload", args=[item.pk])
    return browser(person).post(address, {"file": file, **fields})


# Bringing a file


def test_a_file_is_kept_under_its_fingerprint(cast: dict[str, Any], media: Path) -> None:
    item = cast["item"]
    kept = attach_file(item=item, by=cast["author"], upload=sent(samples.PDF))
    assert (kept.name, kept.content_type, kept.size) == (
        "지침.pdf",
        "application/pdf",
        len(samples.PDF),
    )
    assert [path.name for path in stored(media)] == [kept.sha256]
    told = Activity.objects.get(verb="item.file_added")
    assert told.data["attachment"] == kept.pk
    version = item.version
    item.refresh_from_db()
    assert item.version == version + 1


def test_the_same_content_is_stored_once_and_goes_with_its_last_item(
    cast: dict[str, Any], media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    author = cast["author"]
    other = published(author, title="다른 글")
    first = attach_file(item=cast["item"], by=author, upload=sent(samples.PDF))
    second = attach_file(item=other, by=author, upload=sent(samples.PDF, "사본.pdf"))
    assert len(stored(media)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=first, by=author)
    assert len(stored(media)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=second, by=author)
        remove_attachment(attachment=second, by=author)
    assert stored(media) == []
    assert not Attachment.objects.exists()


def test_a_deleted_draft_takes_its_files_along_and_leaves_those_of_others(
    cast: dict[str, Any], media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    author = cast["author"]
    begun = draft(author)
    attach_file(item=cast["item"], by=author, upload=sent(samples.PDF))
    attach_file(item=begun, by=author, upload=sent(samples.PDF, "사본.pdf"))
    alone = attach_file(item=begun, by=author, upload=sent(samples.PNG, "그림.png"))
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(item=begun, by=author)
    assert [path.name for path in stored(media)] == [Attachment.objects.get().sha256]
    assert alone.sha256 != Attachment.objects.get().sha256


def test_half_a_file_of_a_killed_upload_is_replaced(cast: dict[str, Any], media: Path) -> None:
    kept = attach_file(item=cast["item"], by=cast["author"], upload=sent(samples.PDF))
    (media / str(kept.file.name)).write_bytes(samples.PDF[:10])
    again = attach_file(item=cast["item"], by=cast["author"], upload=sent(samples.PDF))
    assert again.file.name == kept.file.name
    assert (media / str(again.file.name)).read_bytes() == samples.PDF


def test_only_writers_of_an_open_item_attach(cast: dict[str, Any], media: Path) -> None:
    kept = attach_file(item=cast["item"], by=cast["author"], upload=sent(samples.PDF))
    for person in (cast["reader"], cast["stranger"]):
        with pytest.raises(Refused):
            attach_file(item=cast["item"], by=person, upload=sent(samples.PDF))
        with pytest.raises(Refused):
            remove_attachment(attachment=kept, by=person)
    Item.objects.filter(pk=cast["item"].pk).update(status="submitted")
    with pytest.raises(Refused):
        attach_file(item=cast["item"], by=cast["author"], upload=sent(samples.PDF))
    assert Attachment.objects.count() == len(stored(media)) == 1


def test_a_full_disk_leaves_no_row_and_no_half_file(
    cast: dict[str, Any], media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(self: FileSystemStorage, name: str, content: Any) -> NoReturn:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(10))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    response = post(cast["author"], cast["item"], sent(samples.PDF))
    assert response.status_code == 507
    assert "no room left" in response.json()["message"]
    assert stored(media) == []
    assert not Attachment.objects.exists()
    assert not Activity.objects.filter(verb="item.file_added").exists()


def test_an_upload_answers_where_the_file_is(cast: dict[str, Any]) -> None:
    response = post(cast["author"], cast["item"], sent(samples.PNG, "그림.png"), inline="1")
    assert response.status_code == 201
    kept = Attachment.objects.get()
    assert response.json() == {
        "id": kept.pk,
        "url": f"/knowledge/files/{kept.pk}/",
        "name": "그림.png",
        "size": len(samples.PNG),
    }
    assert kept.is_inline


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("보고서.pdf", samples.EXE, "program"),
        ("그림.pdf", samples.PNG, "right ending"),
        ("빈 파일.txt", b"", "empty"),
        ("묶음.zip", samples.zipped(("a", b"a")), "Archives"),
    ],
)
def test_what_is_not_kept_is_said(
    cast: dict[str, Any], media: Path, name: str, content: bytes, says: str
) -> None:
    response = post(cast["author"], cast["item"], sent(content, name))
    assert response.status_code == 422
    assert says in response.json()["message"]
    assert stored(media) == []


def test_a_name_with_folders_loses_them(cast: dict[str, Any], media: Path) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file";'
        b' filename="..\\..\\C:\\\xeb\xac\xb8\xec\x84\x9c\\a.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + samples.PDF + b"\r\n--x--\r\n"
    )
    response = browser(cast["author"]).post(
        reverse("knowledge:upload", args=[cast["item"].pk]),
        body,
        content_type="multipart/form-data; boundary=x",
    )
    assert response.json()["name"] == "a.pdf"
    assert all(media in path.parents for path in stored(media))


def test_who_may_not_change_the_item_uploads_nothing(cast: dict[str, Any], media: Path) -> None:
    for person, status in ((cast["reader"], 404), (cast["stranger"], 404), (None, 401)):
        response = post(person, cast["item"], sent(samples.PDF))
        assert response.status_code == status
        assert response.json()["message"]
    assert stored(media) == []


def test_an_upload_needs_the_token(cast: dict[str, Any], media: Path) -> None:
    response = browser(cast["author"], enforce_csrf_checks=True).post(
        reverse("knowledge:upload", args=[cast["item"].pk]), {"file": sent(samples.PDF)}
    )
    assert response.status_code == 403
    assert stored(media) == []


def test_nothing_chosen(cast: dict[str, Any]) -> None:
    address = reverse("knowledge:upload", args=[cast["item"].pk])
    client = browser(cast["author"])
    assert client.post(address, {}).status_code == 400
    assert client.get(address).status_code == 405


# The limit


class Stream:
    """A request body that is made while it is read, and knows how much was."""

    def __init__(self, size: int) -> None:
        head = (
            b"--x\r\nContent-Disposition: form-data; name=file; filename=big.txt\r\n"
            b"Content-Type: text/plain\r\n\r\n"
        )
        self.size = size
        self.given = 0
        self.parts = self._parts(head)
        self.rest = b""

    def _parts(self, head: bytes) -> Iterator[bytes]:
        yield head
        for _step in range(self.size // 65536):
            yield b"a" * 65536
        yield b"\r\n--x--\r\n"

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (part := next(self.parts, b"")):
            self.rest += part
        answer, self.rest = self.rest[:size], self.rest[size:]
        self.given += len(answer)
        return answer

    def readline(self, size: int = -1) -> bytes:
        raise AssertionError("A body is read in blocks.")


def stream_to(person: Officer, item: Item, stream: Stream, announced: int) -> Any:
    return browser(person).generic(
        "POST",
        reverse("knowledge:upload", args=[item.pk]),
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(announced),
        **{"wsgi.input": stream},  # type: ignore[arg-type]
    )


def test_an_announced_size_over_the_limit_is_not_even_read(
    cast: dict[str, Any], media: Path
) -> None:
    stream = Stream(500 * 1024 * 1024)
    response = stream_to(cast["author"], cast["item"], stream, 500 * 1024 * 1024)
    assert response.status_code == 413
    assert "larger than" in response.json()["message"]
    assert stream.given == 0
    assert stored(media) == []


def test_a_size_that_was_not_announced_stops_at_the_limit(
    cast: dict[str, Any], media: Path, settings: Any
) -> None:
    """The last kilobytes before the limit hide in what a form may weigh besides its file."""
    settings.ATTACHMENT_MAX_BYTES = 4 * 1024 * 1024
    stream = Stream(settings.ATTACHMENT_MAX_BYTES + 65536)
    response = stream_to(
        cast["author"], cast["item"], stream, settings.ATTACHMENT_MAX_BYTES + 65536
    )
    assert response.status_code == 413
    assert stored(media) == []
    assert not Attachment.objects.exists()


def test_a_form_keeps_its_words_without_a_file_that_is_too_large(
    rf: RequestFactory, settings: Any
) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100
    files = [sent(b"a" * 101, "큰 것.txt"), sent(b"a" * 100, "작은 것.txt")]
    request = rf.post("/", {"files": files, "source": "본문"})
    assert request.POST["source"] == "본문"
    assert [file.name for file in request.FILES.getlist("files")] == ["작은 것.txt"]
    assert skipped_files(request) == ["큰 것.txt"]


def test_the_service_knows_the_limit_too(cast: dict[str, Any], settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 10
    with pytest.raises(Refused, match="larger than"):
        attach_file(item=cast["item"], by=cast["author"], upload=sent(samples.PDF))


def test_a_full_disk_while_the_upload_arrives(
    cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(
        "django.core.files.uploadhandler.MemoryFileUploadHandler.receive_data_chunk", full
    )
    response = post(cast["author"], cast["item"], sent(samples.PDF))
    assert response.status_code == 507


# Getting a file


def test_a_document_is_downloaded_under_its_korean_name(cast: dict[str, Any]) -> None:
    kept = attach_file(item=cast["item"], by=cast["author"], upload=sent(samples.PDF))
    response: Any = browser(cast["reader"]).get(kept.get_absolute_url())
    assert b"".join(response.streaming_content) == samples.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (f"attachment; filename*=utf-8''{quote('지침.pdf')}")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["ETag"] == f'"{kept.sha256}"'
    assert "private" in response["Cache-Control"]


def test_a_picture_is_shown_and_asked_for_again(cast: dict[str, Any]) -> None:
    kept = attach_file(item=cast["item"], by=cast["author"], upload=sent(samples.PNG, "그림.png"))
    client = browser(cast["reader"])
    first = client.get(kept.get_absolute_url())
    assert first["Content-Type"] == "image/png"
    assert first["Content-Disposition"].startswith("inline")
    assert first["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = client.get(kept.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_a_text_is_never_shown_as_a_page(cast: dict[str, Any]) -> None:
    kept = attach_file(item=cast["item"], by=cast["author"], upload=sent(b"memo", "memo.txt"))
    response = browser(cast["reader"]).get(kept.get_absolute_url())
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_file_follows_its_item(cast: dict[str, Any]) -> None:
    kept = attach_file(item=cast["item"], by=cast["author"], upload=sent(samples.PNG, "그림.png"))
    address = kept.get_absolute_url()
    etag = {"if-none-match": f'"{kept.sha256}"'}
    assert browser(cast["reader"]).get(address).status_code == 200
    assert browser(cast["stranger"]).get(address, headers=etag).status_code == 404
    assert browser(None).get(address).status_code == 404
    Item.objects.filter(pk=cast["item"].pk).update(status="hidden")
    assert browser(cast["reader"]).get(address, headers=etag).status_code == 404


def test_a_missing_file_is_a_404(cast: dict[str, Any], media: Path) -> None:
    kept = attach_file(item=cast["item"], by=cast["author"], upload=sent(samples.PDF))
    (media / str(kept.file.name)).unlink()
    assert browser(cast["reader"]).get(kept.get_absolute_url()).status_code == 404
