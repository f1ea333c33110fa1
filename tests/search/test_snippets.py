"""Hits are marked without opening a hole, and show where the words stand."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from knowledge.models import FileText, Item
from knowledge.services.attachments import attach_file
from knowledge.services.comments import add_comment
from knowledge.services.revise import revise_item
from search.query.parse import parse
from search.snippets import LONGEST, marked, snippets
from tests.cast import cast, fields, published


@given(st.text(max_size=200), st.text(max_size=40))
def test_marking_adds_marks_and_nothing_else(text: str, typed: str) -> None:
    html = str(marked(text, parse(typed)))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare


def test_hits_are_marked_whatever_their_case_and_by_their_parts() -> None:
    assert marked("FTA <특혜>", parse("fta")) == "<mark>FTA</mark> &lt;특혜&gt;"
    assert marked("통관의 절차", parse("통관절차를")) == "<mark>통관</mark>의 <mark>절차</mark>"


@pytest.mark.django_db
def test_a_piece_comes_from_where_the_words_stand() -> None:
    people = cast()
    item = published(people.author, title="보세운송")
    source = "서론입니다.\n\n" + "다른 말 " * 400 + "\n\n과세가격은 운임을 넣어 정한다."
    base = item.current_revision
    revise_item(item=item, by=people.author, fields=fields(source=source), base=base)
    add_comment(item=item, by=people.colleague, source="검역증도 냅니다.")
    upload = SimpleUploadedFile("적하목록.txt", "선하증권".encode())
    attached = attach_file(item=item, by=people.author, upload=upload)
    said = {"state": FileText.State.READ, "text": "선하증권 번호와 <b>중량</b>"}
    FileText.objects.update_or_create(attachment=attached, defaults=said)
    items = [Item.objects.get(pk=item.pk)]
    text = snippets(parse("과세가격 운임"), items)[item.pk]
    assert "<mark>과세가격</mark>은 <mark>운임</mark>을" in text.html
    assert text.source == "text"
    assert len(text.html) < LONGEST + 100
    assert snippets(parse("검역증"), items)[item.pk].source == "comment"
    file = snippets(parse("중량"), items)[item.pk]
    assert (file.source, file.attachment_id, file.name) == ("file", attached.pk, "적하목록.txt")
    assert "&lt;b&gt;<mark>중량</mark>" in file.html
    assert snippets(parse("없는말"), items) == {}
