"""The four engines that are measured: what each is, and how each ranks the texts of a set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tantivy

from search.index import weights
from search.language.tokens import layers
from search.meaning.fuse import fused
from search.meaning.passages import passages
from search.quality.sets import RetrievalSet
from search.quality.vectors import VectorFile

DEPTH = weights.FUSION_DEPTH
WRITER_BYTES = 50_000_000
WHITESPACE = "whitespace_only"

Rankings = list[list[str]]


def by_words(measured: RetrievalSet, folder: Path) -> Rankings:
    """BM25 over what stands between spaces: where most open wikis are."""
    index = _index(
        folder,
        ("text",),
        [{"text": f"{text.title} {text.body}".lower()} for text in measured.texts],
    )
    queries = [[("text", word, 1.0) for word in _words(q.text)] for q in measured.questions]
    return _ranked(index, measured, queries)


def by_morphemes(measured: RetrievalSet, folder: Path) -> Rankings:
    """BM25 over the layers of title and body, with the weights of the portal."""
    fields = [(field, layer) for field in ("title", "body") for layer in weights.LAYERS]
    rows = []
    for text in measured.texts:
        read = {"title": layers(text.title), "body": layers(text.body)}
        rows.append({f"{f}_{la}": " ".join(getattr(read[f], la)) for f, la in fields})
    index = _index(folder, tuple(f"{field}_{layer}" for field, layer in fields), rows)
    queries = []
    for question in measured.questions:
        asked = layers(question.text)
        queries.append(
            [
                (f"{field}_{layer}", token, weights.FIELDS[field] * weights.LAYERS[layer])
                for field, layer in fields
                for token in dict.fromkeys(getattr(asked, layer))
            ]
        )
    return _ranked(index, measured, queries)


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


def _index(folder: Path, fields: Sequence[str], rows: Sequence[dict[str, str]]) -> tantivy.Index:
    folder.mkdir(parents=True)
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", stored=True)
    for field in fields:
        builder.add_text_field(field, tokenizer_name=WHITESPACE, index_option="freq")
    index = tantivy.Index(builder.build(), path=str(folder))
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(WHITESPACE, analyser)
    writer = index.writer(WRITER_BYTES, 1)
    for number, row in enumerate(rows):
        writer.add_document(tantivy.Document(row=number, **row))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _ranked(
    index: tantivy.Index,
    measured: RetrievalSet,
    queries: Sequence[Sequence[tuple[str, str, float]]],
) -> Rankings:
    searcher, schema = index.searcher(), index.schema
    rankings = []
    for terms in queries:
        query = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(schema, field, token), weight
                    ),
                )
                for field, token, weight in terms
            ]
        )
        hits = searcher.search(query, limit=DEPTH, count=False).hits
        rankings.append([measured.texts[searcher.doc(at)["row"][0]].id for _score, at in hits])
    return rankings
