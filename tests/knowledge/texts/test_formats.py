"""Each format gives its words; what cannot be read says why and harms nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.files import BINARY, OLD_OFFICE, PICTURES, TEXTS
from knowledge.texts import collecting, limits
from knowledge.texts.child import outcome
from knowledge.texts.collecting import tidied
from knowledge.texts.formats import READERS
from knowledge.texts.lines import across_lines
from knowledge.texts.outcome import WITH_TEXT
from knowledge.texts.pdf import BROKEN_WORD
from tests.knowledge.sample_files import compound, zipped
from tests.knowledge.texts import made
from tests.knowledge.texts.made import DOCX, HWP, HWPX, ODT, PDF, PPTX, XLSX

Read = Callable[[bytes, str], tuple[str, str]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(content: bytes, content_type: str) -> tuple[str, str]:
        path = tmp_path / "file"
        path.write_bytes(content)
        return outcome(str(path), content_type)

    return reading


def test_every_type_that_is_kept_has_a_reader_or_is_known_to_have_none() -> None:
    kept = {kind.content_type for kind in (*BINARY, *TEXTS)}
    without = {*PICTURES, *(kind.content_type for kind in OLD_OFFICE.values())}
    assert set(READERS) == kept - without


def test_word(read: Read) -> None:
    assert read(made.word(), DOCX) == ("", f"{made.WORDS}\n표 안\n\n머리글")


def test_slides_come_in_their_order(read: Read) -> None:
    reason, text = read(made.slides(), PPTX)
    words = text.split()
    assert (reason, words) == ("", [*(f"{n}번째" for n in range(1, 12)), "발표자", "노트"])


def test_workbook(read: Read) -> None:
    text = f"세율표\n품목번호 8471.3 0.08\n둘째\n{made.WORDS}"
    assert read(made.workbook(), XLSX) == ("", text)


def test_pdf(read: Read) -> None:
    assert read(made.pdf(pages=2), PDF) == ("", "Bonded transport\n\nBonded transport")
    assert BROKEN_WORD.sub("", "dec\x02larations dec\x02\r\nlared") == "declarations declared"


def test_hwpx(read: Read) -> None:
    assert read(made.hwpx(), HWPX) == ("", f"{made.WORDS} 서식\n표 안")
    tenth = made.hwpx(b"<x><t>2</t></x>", ("Contents/section10.xml", b"<x><t>10</t></x>"))
    assert read(tenth, HWPX) == ("", "2\n10")


def test_open_document(read: Read) -> None:
    assert read(made.open_document(), ODT) == ("", f"제목\n{made.WORDS} 끝")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_texts_of_every_encoding_that_is_kept(read: Read, encoding: str) -> None:
    assert read(f"{made.WORDS}\r\n둘째 줄".encode(encoding), "text/plain") == (
        "",
        f"{made.WORDS}\n둘째 줄",
    )


def test_noise_is_tidied_away() -> None:
    assert tidied("a\x00b\ud800c  \t d\r\n\r\n\n\ne\u00adf\uf8ff") == "a b c d\n\nef"
    assert tidied("\u1112\u1161\u11ab") == "한"


def test_words_that_a_line_breaks_are_known_whole() -> None:
    assert across_lines("표준 데이\n터인 위\n키\n백과, 끝\nA") == "데이터인 위키 키백과"


# Files that cannot be read


@pytest.mark.parametrize(
    ("content", "content_type", "reason"),
    [
        (made.pdf(""), PDF, "scanned"),
        (made.locked_pdf(), PDF, "locked"),
        (made.pdf()[:150], PDF, "damaged"),
        (made.open_document(locked=True), ODT, "locked"),
        (compound("FileHeader", "BodyText"), HWP, "damaged"),
        (b"HWP Document File V3.00 \x1a\x01", HWP, "unknown"),
        (made.hwpx()[:-40], HWPX, "damaged"),
        (made.word()[:2000], DOCX, "damaged"),
        (made.workbook()[:2000], XLSX, "damaged"),
        (zipped(("xl/workbook.xml", b"<x/>")), XLSX, "damaged"),
        (zipped(("word/other.xml", b"<x/>")), DOCX, "damaged"),
        (made.hwpx(b"<x><t>"), HWPX, "damaged"),
        (made.hwpx(b"<x>"), HWPX, "damaged"),
        (b"\xff\xfe\xff", "text/plain", "unknown"),
        (made.hwpx(made.LAUGHS), HWPX, "hostile"),
        (made.hwpx(made.OUTSIDE), HWPX, "hostile"),
        (made.bomb(500), DOCX, "too_large"),
    ],
)
def test_why_there_is_nothing_is_told(
    read: Read, content: bytes, content_type: str, reason: str
) -> None:
    assert read(content, content_type) == (reason, "")


def test_what_comes_before_the_damage_is_kept(read: Read) -> None:
    broken = made.HWPX_SECTION.replace(b"</hs:sec>", b"</hp:sec>")
    assert read(made.hwpx(broken), HWPX) == ("partly", f"{made.WORDS} 서식\n표 안")


def test_a_long_text_is_cut(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MOST_CHARACTERS", 5)
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 5)
    assert read(b"1234567", "text/plain") == ("cut", "12345")
    assert read(made.pdf("abc", pages=9), PDF) == ("cut", "abc")


def test_a_slow_reader_keeps_what_it_has(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "SOFT_CPU_SECONDS", -1)
    assert read(made.pdf("abc", pages=9), PDF)[0] == "empty"


def test_parts_with_odd_names_are_only_names(read: Read, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-escaped"
    odd = made.hwpx(
        made.HWPX_SECTION, (f"../{outside.name}", b"x"), (str(outside), b"x"), ("a/../b", b"x")
    )
    assert read(odd, HWPX)[0] == ""
    assert not outside.exists()


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (made.pdf(), PDF),
        (made.hwpx(), HWPX),
        (made.word(), DOCX),
        (made.workbook(), XLSX),
    ],
)
def test_damage_anywhere_is_an_outcome(read: Read, content: bytes, content_type: str) -> None:
    chance = random.Random(content_type)
    for _round in range(25):
        mutated = bytearray(content)
        for _byte in range(chance.randint(1, 30)):
            mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        reason, text = read(bytes(mutated), content_type)
        assert (reason in WITH_TEXT) == bool(text)
