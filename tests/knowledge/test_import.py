"""Taking over items: bad lines are named, nothing is doubled, what was killed goes on."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Office, Officer
from core.models import Activity
from knowledge.locks import sole_import
from knowledge.models import Category, GeneralKnowledge, Item, ItemTag, Revision
from knowledge.services.revisions import write_revision
from tests.cast import category, office, officer
from tests.core.test_delivery import database_url
from tests.real_data import real_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Office:
    return office("INC")


@pytest.fixture
def author(house: Office) -> Officer:
    category()
    return officer("author", at=house)


def line(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A good line."""
    return {
        "id": f"law-{number}",
        "title": f"제{number}조",
        "text": f"**{number}** 이 법은 관세의 부과ㆍ징수를 목적으로 한다.",
        **changes,
    }


def write(path: Path, *lines: Any) -> str:
    """Lines into a file: objects as JSON, bytes as they are."""
    raw = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return str(path)


def take(path: str, *, bad: int = 0, **options: Any) -> tuple[str, str]:
    """Run the command and return what it prints on both outputs; it must find ``bad`` lines."""
    out, err = io.StringIO(), io.StringIO()
    options = {"author": "author", "category": "clearance", "workers": 0, **options}
    if bad:
        with pytest.raises(CommandError, match=f"{bad} lines were not taken over") as failed:
            call_command("import_knowledge", path, stdout=out, stderr=err, **options)
        assert failed.value.returncode == 1
    else:
        call_command("import_knowledge", path, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_a_line_becomes_a_published_item(author: Officer, tmp_path: Path) -> None:
    customs = Category.objects.create(slug="origin", name_ko="원산지", name_en="Origin")
    rich = line(
        category="origin",
        tags=["FTA", "원산지", "fta"],
        author="author",
        date="2019-05-01",
        audience="office:INC",
        language="en",
        summary="요약",
    )
    out, _err = take(write(tmp_path / "a.jsonl", rich, line(2, tags="통관, 신고")))
    assert "2 new, 0 revised, 0 unchanged, 0 bad" in out
    item = GeneralKnowledge.objects.get(external_id="law-1")
    assert (item.kind, item.status, item.shape) == ("knowledge", "published", "free")
    assert (item.title, item.summary, item.language) == ("제1조", "요약", "en")
    assert (item.author, item.office_id, item.category) == (author, author.office_id, customs)
    assert item.audience.office_id == author.office_id
    assert item.published_at == item.created_at
    assert timezone.localdate(item.published_at).isoformat() == "2019-05-01"
    assert item.tag_list == ["FTA", "원산지"]
    assert sorted(item.tags.names()) == ["FTA", "원산지"]
    revision = item.current_revision
    assert revision is not None
    assert (revision.number, revision.item_id, revision.editor) == (1, item.pk, author)
    assert revision.html.startswith("<p><strong>1</strong> 이 법은")
    told = Activity.objects.get(verb="item.imported", object_id=item.pk)
    assert told.object_type == "knowledge.item"
    assert told.data["revision"] == revision.pk
    assert not Activity.objects.filter(verb="item.published").exists()
    plain = GeneralKnowledge.objects.get(external_id="law-2")
    assert plain.summary == "2 이 법은 관세의 부과ㆍ징수를 목적으로 한다."
    assert plain.tag_list == ["통관", "신고"]
    plain.full_clean()
    assert plain.get_absolute_url is not None


BAD = [
    (b'{"id": "x", "title": ', "not JSON"),
    (b'["a", "list"]', "not a JSON object"),
    ('{"id": "x", "title": "세관"}'.encode("cp949"), "not UTF-8"),
    (line(id=""), "no id"),
    (line(id="x" * 201), "more than 200"),
    (line(title=" \t"), "no title"),
    (line(text="\x00\n"), "no text"),
    (line(text={"a": 1}), "text is neither text nor number"),
    (line(text="가" * 200_001), "200,001 characters"),
    (line(author="nobody"), "'nobody' is no officer"),
    (line(author="homeless"), "has no office"),
    (line(date="2019-02-30"), "no day"),
    (line(date="yesterday"), "no day"),
    (line(date="2999-01-01"), "in the future"),
    (line(language="jp"), "none of ko, en"),
    (line(audience="office:NOWHERE"), "neither all, public nor office:CODE"),
    (line(tags=[f"t{n}" for n in range(11)]), "tags"),
]


def test_bad_lines_are_named_and_passed_over(author: Officer, tmp_path: Path) -> None:
    officer("homeless")
    lines = [
        {"id": f"bad-{number}"} | {k: v for k, v in each.items() if (k, v) != ("id", "law-1")}
        if isinstance(each, dict)
        else each
        for number, (each, _reason) in enumerate(BAD)
    ]
    path = write(tmp_path / "a.jsonl", line(90), *lines, b"", line(91))
    _out, err = take(path, bad=len(BAD))
    said = err.splitlines()
    assert len(said) == len(BAD)
    for number, ((_line, reason), told) in enumerate(zip(BAD, said, strict=True), start=2):
        assert told.startswith(f"line {number}: "), told
        assert reason in told
    assert list(Item.objects.order_by("pk").values_list("title", flat=True)) == ["제90조", "제91조"]


def test_the_same_number_twice_in_a_file(author: Officer, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", line(1), line(1, text="다른 글"), line(2))
    for _time in range(2):
        _out, err = take(path, bad=1, batch=1)
        assert err == "line 2: the id 'law-1' was in line 1 already\n"
    assert Revision.objects.count() == 2


def test_control_characters_do_not_get_in(author: Officer, tmp_path: Path) -> None:
    nasty = line(
        title="제1조\x00\x07 목적\n",
        text="첫\x00 줄\r\n둘째\ud800 줄\\N\t칸 \\. 끝\x1b[31m",
        tags=["a\\b\tc"],
    )
    take(write(tmp_path / "a.jsonl", nasty))
    item = Item.objects.get()
    assert item.title == "제1조 목적"
    assert item.tag_list == ["a\\b c"]
    assert item.current_revision is not None
    assert item.current_revision.source == "첫 줄\n둘째 줄\\N\t칸 \\. 끝[31m"


def test_again_is_nothing_and_a_changed_text_is_a_revision(author: Officer, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", line(1), line(2), line(3))
    take(path)
    out, _err = take(path)
    assert "0 new, 0 revised, 3 unchanged" in out
    assert Revision.objects.count() == 3
    changed = write(
        tmp_path / "b.jsonl", line(1), line(2, text="고친 글", title="제2조의2"), line(4)
    )
    out, _err = take(changed)
    assert "1 new, 1 revised, 1 unchanged" in out
    item = Item.objects.get(external_id="law-2")
    revision = item.current_revision
    assert revision is not None
    assert (item.title, item.version, item.summary) == ("제2조의2", 1, "고친 글")
    assert (revision.number, revision.source) == (2, "고친 글")
    assert revision.parent is not None
    assert revision.parent.number == 1
    assert Activity.objects.filter(verb="item.imported").count() == 5
    # The old text coming back is a change as well.
    assert "1 revised" in take(path)[0]
    assert "0 new, 0 revised" in take(path)[0]


def test_what_officers_edited_is_not_overwritten(author: Officer, tmp_path: Path) -> None:
    take(write(tmp_path / "a.jsonl", line(1)))
    item = GeneralKnowledge.objects.get()
    write_revision(
        item=item,
        editor=author,
        title=item.title,
        summary=item.summary,
        source="손으로 고친 글",
        parent=item.current_revision,
    )
    item.save()
    out, _err = take(write(tmp_path / "a.jsonl", line(1)))
    assert "1 unchanged" in out
    _out, err = take(write(tmp_path / "b.jsonl", line(1, text="새 글")), bad=1)
    assert "line 1: the item has been edited in the portal" in err
    taken_over = line(1, text="손으로 고친 글")
    assert "1 unchanged" in take(write(tmp_path / "c.jsonl", taken_over))[0]
    item.refresh_from_db()
    assert item.current_revision is not None
    assert item.current_revision.source.startswith("손으로 고친 글")


def test_fields_are_mapped_and_joined(author: Officer, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        {
            "no": 7,
            "law": "관세법",
            "article": "제1조",
            "issue": "쟁점",
            "holding": "",
            "body": "이유",
        },
    )
    mapping = [
        "id='law:'+no",
        "title=law+article+missing",
        "text='## 판시사항'+issue+'## 판결요지'+holding+'## 이유'+body",
        "tags=law+article",
        "category='clearance'",
    ]
    take(path, map=mapping, category="")
    item = Item.objects.get()
    assert (item.external_id, item.title) == ("law: 7", "관세법 제1조")
    assert item.current_revision is not None
    assert item.current_revision.source == "## 판시사항\n\n쟁점\n\n## 이유\n\n이유"
    assert item.tag_list == ["관세법", "제1조"]


@pytest.mark.parametrize("mapping", ["title", "titel=a", "title=a++b", "title='a", "title=a'b'"])
def test_a_mapping_that_is_none(author: Officer, tmp_path: Path, mapping: str) -> None:
    with pytest.raises(CommandError, match="--map"):
        take(write(tmp_path / "a.jsonl", line()), map=[mapping])


def test_unknown_categories_get_the_default_and_are_counted(
    author: Officer, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.jsonl", line(1, category="old"), line(2, category="old"), line(3))
    out, _err = take(path)
    assert "2 items of the unknown category 'old' got the default." in out
    assert Item.objects.filter(category__slug="clearance").count() == 3
    _out, err = take(write(tmp_path / "b.jsonl", line(4, category="old")), category="", bad=1)
    assert "the category 'old' does not exist" in err


def test_defaults_that_do_not_exist(author: Officer, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", line())
    wrong: tuple[dict[str, Any], ...] = ({"author": "nobody"}, {"category": "nowhere"})
    for options in wrong:
        with pytest.raises(CommandError, match="does not exist"):
            take(path, **options)
    with pytest.raises(CommandError, match="No such file"):
        take(str(tmp_path / "missing.jsonl"))
    _out, err = take(path, author="", bad=1)
    assert "no author" in err


def test_titles_are_shortened_and_lines_kept(author: Officer, tmp_path: Path) -> None:
    long = line(title="가" * 300, text="첫 줄\n  1. 둘째\n    가. 셋째\n\n끝")
    out, _err = take(write(tmp_path / "a.jsonl", long), keep_lines=True)
    assert "1 titles were too long" in out
    item = Item.objects.get()
    assert item.title == "가" * 199 + "…"
    assert item.current_revision is not None
    assert item.current_revision.source == "첫 줄  \n  1. 둘째  \n    가. 셋째\n\n끝"
    assert "둘째<br>" in item.current_revision.html.replace("<br />", "<br>")


def test_gzip_stdin_and_a_limit(
    author: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = b"".join(json.dumps(line(number)).encode() + b"\n" for number in range(1, 8))
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(raw))
    take(str(packed), limit=3, batch=2)
    assert Item.objects.count() == 3
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + raw)))
    out, _err = take("-", batch=2)
    assert "4 new, 0 revised, 3 unchanged" in out


def test_a_gzip_file_that_breaks_off(author: Officer, tmp_path: Path) -> None:
    raw = b"".join(json.dumps(line(number)).encode() + b"\n" for number in range(1, 3000))
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(raw)[:-2000])
    with pytest.raises(CommandError, match="breaks off"):
        take(str(packed))
    assert Item.objects.count() > 0


def test_rendering_in_other_processes_gives_the_same(author: Officer, tmp_path: Path) -> None:
    lines = [line(number) for number in range(1, 8)]
    take(write(tmp_path / "a.jsonl", *lines), workers=2, batch=2)
    pages = Revision.objects.order_by("pk").values_list("item__external_id", "html")
    assert [external_id for external_id, _html in pages] == [each["id"] for each in lines]
    assert all(f"<strong>{n}</strong>" in html for n, (_id, html) in enumerate(pages, start=1))


@pytest.mark.django_db(transaction=True)
def test_one_import_at_a_time(author: Officer, tmp_path: Path) -> None:
    import threading

    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        from django.db import connection

        with sole_import() as is_alone:
            assert is_alone
            held.set()
            done.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(20)
    try:
        with pytest.raises(CommandError, match="Another import"):
            take(write(tmp_path / "a.jsonl", line()))
    finally:
        done.set()
        other.join()
    take(write(tmp_path / "a.jsonl", line()))


KILLED = """
import os, sys, django
os.environ["DATABASE_URL"] = sys.argv[2]
django.setup()
from django.core.management import call_command
from knowledge.importing import copying, writing
left = int(sys.argv[3])
real = copying.copy_rows
def copy_rows(model, rows):
    global left
    if left == 0:
        os.kill(os.getpid(), 9)
    left -= 1
    real(model, rows)
writing.copy_rows = copy_rows
call_command("import_knowledge", sys.argv[1], author="author", category="clearance", batch=4,
             workers=int(sys.argv[4]))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("tables", "whole"), [(0, 0), (2, 0), (5, 4), (8, 8)])
def test_a_killed_import_is_simply_run_again(
    author: Officer, tmp_path: Path, tables: int, whole: int
) -> None:
    """Killed between the tables of a batch: whole batches stay, nothing of the one at hand."""
    lines = [line(number, tags=["통관", f"t{number}"]) for number in range(1, 11)]
    path = write(tmp_path / "a.jsonl", *lines)
    workers = "1" if tables == 5 else "0"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, path, database_url(), str(tables), workers],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "ckp.settings"},
        capture_output=True,
        timeout=60,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    assert Item.objects.count() == Revision.objects.count() == whole
    out, _err = take(path)
    assert f"{10 - whole} new, 0 revised, {whole} unchanged" in out
    assert Item.objects.count() == GeneralKnowledge.objects.count() == 10
    assert Revision.objects.count() == 10
    assert ItemTag.objects.count() == 20
    assert Activity.objects.filter(verb="item.imported").count() == 10


def test_the_customs_laws(author: Officer) -> None:
    path = real_data("laws", "customs_law_articles.jsonl.gz")
    options: dict[str, Any] = {"map": ["title=law+article+title", "date=promulgated"], "limit": 500}
    out, err = take(str(path), **options)
    assert "500 new, 0 revised, 0 unchanged, 0 bad" in out
    assert err == ""
    assert "0 new, 0 revised, 500 unchanged, 0 bad" in take(str(path), **options)[0]
    first = Item.objects.get(external_id="관세법/법률:제1조")
    assert first.title == "관세법 제1조 목적"
