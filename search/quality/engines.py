"""The four engines that are measured: what each is, and how each ranks the texts of a set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import tantivy
from django.test.utils import override_settings

from accounts.models import Officer
from core import clock
from core.searching import SearchDocument
from search.hits import question_of
from search.index import ask, reader, store, weights
from search.index.compose import compose
from search.index.documents import encode
from search.index.scope import Scope
from search.index.writer import Cursor, Writer
from search.language.synonyms import Synonyms
from search.meaning.fuse import fused
from search.meaning.passages import passages
from search.quality.sets import RetrievalSet, Text
from search.quality.vectors import VectorFile
from search.query.parse import parse

DEPTH = weights.FUSION_DEPTH
WRITER_BYTES = 50_000_000
WHITESPACE = "whitespace_only"

Rankings = list[list[str]]


def by_words(measured: RetrievalSet, folder: Path) -> Rankings:
    """BM25 over what stands between spaces: where most open wikis are."""
    index = _index(folder, [f"{text.title} {text.body}".lower() for text in measured.texts])
    return [_ranked(index, measured, _words(question.text)) for question in measured.questions]


def by_morphemes(measured: RetrievalSet, folder: Path) -> Rankings:
    """The portal's own search by words: its index, its queries, its weights."""
    with _portal_index(measured, folder):
        return [_found(question.text, measured) for question in measured.questions]


@contextmanager
def _portal_index(measured: RetrievalSet, folder: Path) -> Iterator[None]:
    """The index of the portal, with the texts of the set as items that everybody may read."""
    with override_settings(SEARCH_INDEX=folder):
        reader.forget()
        generation = store.new_generation()
        writer = Writer(generation, "quality")
        writer.add(encode(_document(row, text)) for row, text in enumerate(measured.texts))
        writer.commit(Cursor(0, 0))
        writer.close()
        store.switch_to(generation)
        try:
            yield
        finally:
            reader.forget()


def _found(text: str, measured: RetrievalSet) -> list[str]:
    # Nobody in a set bears a name, and synonyms are the portal's own: this asks no database.
    composed = compose(parse(text), called=lambda names: {}, same=lambda: Synonyms(()))
    if composed is None:
        return []
    everybody = Scope(officer=Officer(), readable=None, unseen=None, hidden=frozenset())
    question, _is_relaxed = question_of(everybody, composed)
    hits = ask.find(question, limit=DEPTH).hits
    return [measured.texts[row].id for row, _score in hits]


def _document(row: int, text: Text) -> SearchDocument:
    """A text as an item about which nothing but its words is known."""
    return SearchDocument(
        kind="item",
        pk=row,
        audience=0,
        writers=(0,),
        office=0,
        category=None,
        language="ko",
        genre="knowledge",
        shape="",
        title=text.title,
        summary="",
        body=text.body,
        tags=(),
        comments=(),
        attachments=(),
        citations=(),
        published_at=clock.now(),
        changed_at=clock.now(),
        score=None,
        superior=False,
        readings=0,
    )


def by_meaning(measured: RetrievalSet, vectors: VectorFile) -> tuple[Rankings, list[float]]:
    """Nearest passage of each text, and the likeness of the best text to each question."""
    owners, texts = [], []
    for row, text in enumerate(measured.texts):
        cut = passages(text.title, "", text.body)
        owners += [row] * len(cut)
        texts += cut
    likeness = vectors.queries([q.text for q in measured.questions]) @ vectors.passages(texts).T
    of_texts = np.full((len(measured.questions), len(measured.texts)), -1.0, dtype="float32")
    for column, row in enumerate(owners):
        np.maximum(of_texts[:, row], likeness[:, column], out=of_texts[:, row])
    order = np.argsort(-of_texts, axis=1, kind="stable")[:, :DEPTH]
    ids = [text.id for text in measured.texts]
    return [[ids[row] for row in rows] for rows in order], of_texts.max(axis=1).tolist()


def by_both(lexical: Rankings, semantic: Rankings) -> Rankings:
    """The fusion of the portal."""
    return [fused(words, meant) for words, meant in zip(lexical, semantic, strict=True)]


def _words(text: str) -> Sequence[str]:
    return list(dict.fromkeys(text.lower().split()))


def _index(folder: Path, texts: Sequence[str]) -> tantivy.Index:
    folder.mkdir(parents=True)
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", stored=True)
    builder.add_text_field("text", tokenizer_name=WHITESPACE, index_option="freq")
    index = tantivy.Index(builder.build(), path=str(folder))
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(WHITESPACE, analyser)
    writer = index.writer(WRITER_BYTES, 1)
    for row, text in enumerate(texts):
        writer.add_document(tantivy.Document(row=row, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _ranked(index: tantivy.Index, measured: RetrievalSet, words: Sequence[str]) -> list[str]:
    terms = [tantivy.Query.term_query(index.schema, "text", word) for word in words]
    query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
    searcher = index.searcher()
    hits = searcher.search(query, limit=DEPTH, count=False).hits
    return [measured.texts[searcher.doc(at)["row"][0]].id for _score, at in hits]
