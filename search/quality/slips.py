"""Real titles as people type them: with slips, as initials, on the wrong layout, ill spaced. Pure.

The keyboard and the letters are written down here once more on purpose: a measure that used the
tables of what it measures would not see their faults.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from search.quality.sets import SEED, Question, RetrievalSet

FIRST = ord("가")
LAST = ord("힣")
VOWELS = 21
FINALS = 28
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
# Keys of the two-set layout (KS X 5002), in the order of Unicode's letters.
INITIAL_KEYS = "r R s e E f a q Q t T d w W c z x v g".split()
VOWEL_KEYS = "k o i O j p u P h hk ho hl y n nj np nl b m ml l".split()
FINAL_KEYS = ["", *"r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g".split()]
# Vowels whose keys lie side by side or that sound alike.
NEAR_VOWELS = {
    "k": "j",
    "j": "k",
    "o": "p",
    "p": "o",
    "h": "n",
    "n": "h",
    "i": "u",
    "u": "i",
    "l": "k",
    "m": "n",
    "hk": "k",
    "nj": "j",
    "ml": "l",
    "b": "n",
    "y": "h",
}
# The heading of an article stands in brackets behind its number.
HEADING = re.compile(r"\(([^()]{4,40})\)")
MOST = 200


def slips(measured: RetrievalSet) -> list[RetrievalSet]:
    """The same titles asked for as they are and in each wrong way; a text is found by its title.

    Titles that say too little to be found again (under four syllables, or on more than three
    texts) are left out.
    """
    titles = _titles(measured)
    sets = []
    for name, change in CHANGES.items():
        lottery = random.Random(SEED)  # noqa: S311 - a lottery, not a secret
        asked = [(change(title, lottery), ids) for title, ids in titles]
        questions = [
            Question(typed, dict.fromkeys(ids, 1.0))
            for (typed, ids), (title, _ids) in zip(asked, titles, strict=True)
            if typed and (typed != title or name == "as_it_is")
        ]
        sets.append(RetrievalSet(name, measured.texts, questions))
    return sets


def _titles(measured: RetrievalSet) -> list[tuple[str, list[str]]]:
    """Headings and the texts that bear them, at most ``MOST``, the same in every run."""
    by_title: dict[str, list[str]] = {}
    for text in measured.texts:
        heading = HEADING.search(text.title)
        title = heading.group(1) if heading else text.title
        by_title.setdefault(title.strip(), []).append(text.id)
    good = [
        (title, ids)
        for title, ids in sorted(by_title.items())
        if sum(map(_is_syllable, title)) >= 4 and len(ids) <= 3
    ]
    random.Random(SEED).shuffle(good)  # noqa: S311
    return good[:MOST]


def as_it_is(title: str, lottery: random.Random) -> str:
    """The title itself, to compare with."""
    return title


def typo(title: str, lottery: random.Random) -> str:
    """One vowel hit beside the right key; "" where none has a neighbour."""
    places = [n for n, char in enumerate(title) if _is_syllable(char)]
    lottery.shuffle(places)
    for place in places:
        initial, vowel, final = _letters(title[place])
        near = NEAR_VOWELS.get(VOWEL_KEYS[vowel])
        if near:
            wrong = _syllable(initial, VOWEL_KEYS.index(near), final)
            return title[:place] + wrong + title[place + 1 :]
    return ""


def swapped(title: str, lottery: random.Random) -> str:
    """Two neighbouring syllables of a word exchanged."""
    places = [
        n
        for n in range(len(title) - 1)
        if _is_syllable(title[n]) and _is_syllable(title[n + 1]) and title[n] != title[n + 1]
    ]
    if not places:
        return ""
    n = lottery.choice(places)
    return title[:n] + title[n + 1] + title[n] + title[n + 2 :]


def initials(title: str, lottery: random.Random) -> str:
    """Nothing but the initial consonants."""
    typed = [INITIALS[_letters(char)[0]] if _is_syllable(char) else char for char in title]
    return "".join(typed)


def wrong_layout(title: str, lottery: random.Random) -> str:
    """Korean typed with the keyboard on English."""
    return "".join(map(_keys, title))


def without_spaces(title: str, lottery: random.Random) -> str:
    """All words in one."""
    return "".join(title.split())


def more_spaces(title: str, lottery: random.Random) -> str:
    """The longest word in two."""
    longest = max(title.split(), key=len)
    if len(longest) < 4:
        return ""
    place = title.index(longest) + lottery.randrange(2, len(longest) - 1)
    return f"{title[:place]} {title[place:]}"


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "as_it_is": as_it_is,
    "typo": typo,
    "swapped": swapped,
    "initials": initials,
    "wrong_layout": wrong_layout,
    "without_spaces": without_spaces,
    "more_spaces": more_spaces,
}


def _is_syllable(char: str) -> bool:
    return FIRST <= ord(char) <= LAST


def _letters(char: str) -> tuple[int, int, int]:
    """Initial, vowel and final of a syllable as Unicode numbers them."""
    number = ord(char) - FIRST
    return number // (VOWELS * FINALS), number // FINALS % VOWELS, number % FINALS


def _syllable(initial: int, vowel: int, final: int) -> str:
    return chr(FIRST + (initial * VOWELS + vowel) * FINALS + final)


def _keys(char: str) -> str:
    if not _is_syllable(char):
        return char
    initial, vowel, final = _letters(char)
    return INITIAL_KEYS[initial] + VOWEL_KEYS[vowel] + FINAL_KEYS[final]


def without_answers(sets: Sequence[RetrievalSet], most: int = MOST) -> list[RetrievalSet]:
    """Questions that nothing in the corpus answers, with no relevant text each.

    Two sorts: questions of another set, and, which is harder, a set's own questions with the texts
    that answer them taken out of the corpus.
    """
    found = []
    for at, measured in enumerate(sets):
        other = sets[(at + 1) % len(sets)]
        if other is not measured:
            foreign = [Question(q.text, {}) for q in other.sample(most).questions]
            found.append(RetrievalSet(f"{measured.name}/foreign", measured.texts, foreign))
        own = measured.sample(most // 2).questions
        taken = {text for question in own for text in question.grades}
        rest = [text for text in measured.texts if text.id not in taken]
        found.append(
            RetrievalSet(f"{measured.name}/taken_out", rest, [Question(q.text, {}) for q in own])
        )
    return found
