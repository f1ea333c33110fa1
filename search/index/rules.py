"""Which hits a query has, and by what else than words they are ranked.

Figures here are choices to be measured like those of ``weights``; each says what it trades.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

# A word that so many documents have by its morphemes is not looked for by its bigrams as well:
# the few hits more would cost a scan of the commonest pairs.
BIGRAMS_BELOW = 2_000
# What is said in another word counts a little less.
SYNONYM = 0.8
# Titles with the words side by side, beside BM25 of the words.
TITLE_PHRASE = 2.0
# Up to so many words each has to be found; of more, a share, if too few items have all of them.
ALL_OF = 3
SHARE = 0.5
# From so many words on it is a sentence, most of whose words need not be in the answer. Measured:
# with three words and a third of them asked for, one answer in ten is not found at all.
SENTENCE = 5
SENTENCE_SHARE = 0.15
LEAST = 2
ENOUGH = 10

# A score is multiplied by at most 1 + the sum of these: what is known of an item orders those
# that fit about as well, and never lifts one that does not fit.
SUPERIOR = 0.15
SCORE = 0.10
FRESH = 0.10
READ = 0.05
# An item of this age has half of what is given for being fresh; so many readings half of READ.
FRESH_DAYS = 365.0
READ_BY = 100.0
MOST_POINTS = 10.0


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of an item besides its words."""

    superior: bool
    score: Decimal | None
    published_at: datetime
    readings: int


def required(words: int) -> int:
    """How many of so many words a hit has at least, where too few have all."""
    if words <= ALL_OF:
        return words
    if words < SENTENCE:
        return max(LEAST, math.ceil(words * SHARE))
    return max(LEAST, math.ceil(words * SENTENCE_SHARE))


def multiplier(signals: Signals, now: datetime) -> float:
    """1.0 to 1 + SUPERIOR + SCORE + FRESH + READ."""
    days = max(0.0, (now - signals.published_at).total_seconds() / 86_400)
    return (
        1.0
        + SUPERIOR * signals.superior
        + SCORE * float(signals.score or 0) / MOST_POINTS
        + FRESH * FRESH_DAYS / (FRESH_DAYS + days)
        + READ * signals.readings / (signals.readings + READ_BY)
    )
