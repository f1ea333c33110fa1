"""The fields of the index, and opening an index with them."""

from __future__ import annotations

from pathlib import Path

from tantivy import (
    Index,
    Schema,
    SchemaBuilder,
    TextAnalyzerBuilder,
    Tokenizer,
)

# Goes up with whatever changes what is written for a document: followers then rebuild.
VERSION = 1

# Where words may stand. "text" holds title, tags, summary and body; title and tags stand for
# themselves besides, to be asked alone and to count for more.
PLACES = ("title", "tags", "text", "comments", "files")
LAYERS = ("morphemes", "surface", "bigrams")
# The document that says how far the index has come.
META = "meta"

_WORDS = "words"


def field(place: str, layer: str) -> str:
    """The name of the field with one layer of the words at one place."""
    return f"{place}_{layer}"


def _build() -> Schema:
    builder = SchemaBuilder()
    for place in PLACES:
        for layer in LAYERS:
            builder.add_text_field(
                field(place, layer),
                tokenizer_name=_WORDS,
                # Phrases are asked of morphemes and of bigrams, never of surface forms.
                index_option="freq" if layer == "surface" else "position",
            )
    # kind:number, by which a document is replaced.
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field(META, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "genre", "shape", "language", "tag"):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    # Canonical names of law articles and HS codes.
    builder.add_text_field("citation", tokenizer_name="raw", index_option="basic")
    for name in ("pk", "audience", "writer", "office", "category", "superior", "year"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    # Seconds since 1970; hundredths; a number of readings.
    for name in ("published", "changed", "score", "readings"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


SCHEMA = _build()


def open_index(folder: Path) -> Index:
    """The index in a folder, made where there is none. Raises ValueError, OSError where what
    lies there is damaged or has other fields."""
    index = Index(SCHEMA, path=str(folder))
    index.register_tokenizer(_WORDS, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    # Whoever reads says when: no thread that watches the folder.
    index.config_reader("manual")
    return index
