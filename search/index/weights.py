"""What counts how much when items are ranked.

Weights of fields and layers were searched for on one half of the questions of the retrieval sets.
What counts each token and each citation, and the thresholds, were chosen with all of them in view:
for these the second half proves nothing. Fusion has the usual k and an untuned weight. A new figure
is tried with ``make search-quality`` before it is written here.
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

# Tokens counted each for itself, beside words that are there as a whole. "text" holds the title
# too. Morphemes and words only: pairs of characters add nothing here (measured) and cost most.
EACH = {"title": 0.7, "text": 1.0}

# What mentions the law article or HS code of the query, and what bears the article in its title, in
# units of BM25: the officer who names an article wants it first, then what speaks of it.
# Measured: with 2 to 4 and 5 to 10, questions on law gain 0.06 to 0.09 nDCG@10.
CITATION = 3.0
CITED_IN_TITLE = 10.0

# Fusion by reciprocal ranks (Cormack, Clarke, Büttcher 2009): score = sum of weight / (K + rank).
FUSION_K = 60
LEXICAL_WEIGHT = 1.0
SEMANTIC_WEIGHT = 0.5
# How many of either ranking take part.
FUSION_DEPTH = 100

# Cosine of question and passage below which meaning finds nothing. Measured: of Korean questions on
# other fields, nine in ten stay below 0.83, of those that have an answer nine in ten reach 0.85.
# English questions lie lower, with an answer in Korean (0.85 in the middle, 0.80 at the lower end)
# and without one (0.74 to 0.79).
NOTHING_FITS_KOREAN = 0.84
NOTHING_FITS_LATIN = 0.80

# Cosine of two titles with their summaries below which items have nothing to do with each other.
# Measured: of any two names of goods or of articles, nineteen in twenty stay below 0.91 and 0.94;
# the nearest neighbour of half of them is above 0.93 and 0.96.
RELATED = 0.92
