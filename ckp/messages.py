"""The catalogues of translations, read and written with Babel: no system gettext is needed.

    python -m ckp.messages update     bring locale/ko/LC_MESSAGES/django.po up to date
    python -m ckp.messages compile    make the .mo files that Django reads
    python -m ckp.messages check      fail where a sentence has no translation or a broken one

This module must run before Django is set up: a fresh checkout compiles first.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "ckp" / "locale" / "ko" / "LC_MESSAGES" / "django.po"
FOLDERS = [path.parent for path in ROOT.glob("*/__init__.py")] + [ROOT / "templates"]
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def extract_template(
    file: io.BufferedIOBase, keywords: object, comment_tags: object, options: object
) -> Iterable[tuple[int, str, object, list[str]]]:
    """Babel's extraction method for Django templates: Django turns them into Python-like text."""
    from django.utils.translation.template import templatize

    # Lines keep their place but not their indentation, which Python would take to mean something.
    lines = templatize(file.read().decode("utf-8")).splitlines()
    text = "\n".join(line.lstrip() for line in lines)
    yield from extract_python(io.BytesIO(text.encode("utf-8")), keywords, comment_tags, {})  # type: ignore[arg-type, misc]


def found() -> Catalog:
    """Every sentence of the code and the templates."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    catalog = Catalog(charset="utf-8")
    for path, method in _sources():
        name = path.relative_to(ROOT).as_posix()
        with path.open("rb") as file:
            for _line, message, _comments, context in extract(method, file, keywords=KEYWORDS):  # type: ignore[arg-type]
                catalog.add(message, locations=[(name, 0)], context=context)
    return catalog


def _sources() -> Iterator[tuple[Path, object]]:
    for folder in sorted(FOLDERS):
        for path in sorted(folder.rglob("*")):
            if path.suffix == ".py" and not {"migrations", "tests"} & set(path.parts):
                yield path, "python"
            elif path.suffix in {".html", ".txt"} and "fixtures" not in path.parts:
                yield path, extract_template


def known() -> Catalog:
    """The Korean catalogue as it is in the repository."""
    if not PO.exists():
        return Catalog(
            locale="ko", project="CKP", header_comment="# Korean.", charset="utf-8", fuzzy=False
        )
    with PO.open("rb") as file:
        return read_po(file, locale="ko")


def update() -> None:
    """Add new sentences, drop those that are gone; nothing is guessed."""
    catalog = known()
    made = catalog.creation_date
    catalog.update(found(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = made
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=96, sort_output=True, include_lineno=False, omit_header=False)


def compile_all() -> None:
    """Write the .mo file beside the .po file."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, known())


def missing() -> list[str]:
    """Sentences without a Korean translation, or with one that does not fit its placeholders."""
    catalog = known()
    wrong = []
    for message in found():
        if not message.id:
            continue
        translated = catalog.get(
            message.id[0] if isinstance(message.id, tuple) else message.id, message.context
        )
        texts = translated.string if translated is not None else ""
        texts = texts if isinstance(texts, tuple) else (texts,)
        if not all(texts) or (translated is not None and translated.fuzzy):
            wrong.append(f"not translated: {message.id!r}")
        elif translated is not None:
            wrong += [f"{error}: {message.id!r}" for error in translated.check(catalog)]
    return wrong


def main(verb: str) -> int:
    """Run one of the three verbs; returns the exit code."""
    if verb == "check":
        wrong = missing()
        sys.stderr.write("\n".join(wrong) + ("\n" if wrong else ""))
        return 1 if wrong else 0
    {"update": update, "compile": compile_all}[verb]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
