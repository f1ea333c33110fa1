"""What counts how much when items are ranked.

Every figure that is said to be measured was tuned on one half of the questions of the retrieval
sets and holds on the other (``make search-quality``); docs/adr/0013 has the tables. A new one is
tried there before it is written here.
"""

from __future__ import annotations

# BM25 of one field, times this. Measured for title and body: more than 1.5 helps who types the name
# of a law and harms who asks a question. The others stand between the two by what they are: said
# by the author on purpose (summary, tags), or said by others beside the item (comments, files).
FIELDS = {
    "title": 1.5,
    "summary": 1.2,
    "tags": 1.2,
    "body": 1.0,
    "files": 0.7,
    "comments": 0.4,
}

# The same text read in three ways. Measured: with the whole words and the pairs of characters
# beside the morphemes, questions on law gain 0.05 nDCG@10, the others do not lose.
LAYERS = {
    "morphemes": 1.0,
    "surface": 0.7,
    "bigrams": 0.4,
}

# A law article or an HS code that query and item both name is what the officer asks for: worth more
# than the rarest words of a whole question.
CITATION = 6.0

# Fusion by reciprocal ranks (Cormack, Clarke, Büttcher 2009): score = sum of weight / (K + rank).
FUSION_K = 60
LEXICAL_WEIGHT = 1.0
SEMANTIC_WEIGHT = 0.5
# How many of either ranking take part.
FUSION_DEPTH = 100

# Cosine of question and passage below which meaning finds nothing.
NOTHING_FITS = 0.84
