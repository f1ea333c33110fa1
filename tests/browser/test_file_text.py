"""What a reader is told about the texts of files, and how a text is read without its program."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from knowledge.attached import note_of
from knowledge.services.attachments import attach_file
from knowledge.services.read_file import read_file
from knowledge.texts.outcome import Reason
from tests.browser.conftest import NewContext, SignIn
from tests.browser.helping import DESK, PHONE, assert_accessible, assert_fits
from tests.cast import office, officer, published
from tests.knowledge.texts import made

FILES = {
    "보세운송 처리 지침 개정안 (2026년 11월 시행, 각 세관 배포용).docx": made.word(),
    "locked.pdf": made.locked_pdf(),
    "scan.pdf": made.pdf(""),
}


def test_a_text_is_read_and_what_cannot_be_searched_is_told(
    site: str, new_context: NewContext, sign_in: SignIn
) -> None:
    author = officer("author", at=office("INC"))
    item = published(author)
    for name, content in FILES.items():
        kept = attach_file(item=item, by=author, upload=SimpleUploadedFile(name, content))
        assert read_file(attachment_id=kept.pk)
    for locale in ("ko", "en"):
        page = new_context(locale=locale).new_page()
        sign_in(page, "author")
        page.goto(site + item.get_absolute_url())
        with override(locale):
            notes = [note_of(Reason.LOCKED), note_of(Reason.SCANNED)]
        assert page.locator(".file-list .note").all_inner_texts() == notes
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            assert_fits(page)
            assert_accessible(page)
        page.locator(".read-text").click()
        assert "표 안" in page.locator(".file-text").inner_text()
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            assert_fits(page)
            assert_accessible(page)
