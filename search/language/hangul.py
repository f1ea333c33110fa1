"""Syllables and the jamo that they are typed with. Pure.

The arithmetic of syllables is that of the Unicode Standard, section 3.12.
"""

from __future__ import annotations

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
# The empty tail comes first.
TAILS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
# What a keyboard of two sets types with two keys.
TYPED = {
    "ㅘ": "ㅗㅏ",
    "ㅙ": "ㅗㅐ",
    "ㅚ": "ㅗㅣ",
    "ㅝ": "ㅜㅓ",
    "ㅞ": "ㅜㅔ",
    "ㅟ": "ㅜㅣ",
    "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ",
    "ㄵ": "ㄴㅈ",
    "ㄶ": "ㄴㅎ",
    "ㄺ": "ㄹㄱ",
    "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ",
    "ㅄ": "ㅂㅅ",
}
_TOGETHER = {typed: jamo for jamo, typed in TYPED.items()}
_FIRST, _LAST = "가", "힣"


def is_syllable(char: str) -> bool:
    """Whether ``char`` is a whole syllable such as 통."""
    return _FIRST <= char <= _LAST


def is_jamo(char: str) -> bool:
    """Whether ``char`` is a letter of the keyboard standing for itself."""
    return "ㄱ" <= char <= "ㅣ"


def is_initials(text: str) -> bool:
    """Whether ``text`` is at least two consonants that can begin syllables, such as ㅌㄱ."""
    return len(text) > 1 and all(char in LEADS for char in text)


def split(syllable: str) -> tuple[str, str, str]:
    """Lead, vowel and tail ("" if open) of a syllable."""
    number = ord(syllable) - ord(_FIRST)
    return LEADS[number // 588], VOWELS[number % 588 // 28], TAILS[number % 28]


def initials(text: str) -> str:
    """The leads of the syllables of ``text``, other characters as they are: 통관 is ㅌㄱ."""
    return "".join(split(char)[0] if is_syllable(char) else char for char in text)


def keystrokes(text: str) -> str:
    """The jamo that one types for ``text``, other characters as they are."""
    typed = []
    for char in text:
        for jamo in split(char) if is_syllable(char) else (char,):
            typed.append(TYPED.get(jamo, jamo))
    return "".join(typed)


def compose(jamo: str) -> str:
    """The syllables that an input method makes of ``jamo`` typed one by one.

    Undoes ``keystrokes`` for every text of syllables. What makes no syllable stays as it is.
    """
    done: list[str] = []
    lead = vowel = tail = ""
    for char in jamo:
        if not is_jamo(char):
            done += (_syllable(lead, vowel, tail), char)
            lead = vowel = tail = ""
        elif char in VOWELS:
            if tail:
                kept, moved = TYPED.get(tail, tail)[:-1], TYPED.get(tail, tail)[-1]
                done.append(_syllable(lead, vowel, kept))
                lead, vowel, tail = moved, char, ""
            elif vowel + char in _TOGETHER:
                vowel = _TOGETHER[vowel + char]
            elif vowel:
                done.append(_syllable(lead, vowel, tail))
                lead, vowel = "", char
            else:
                vowel = char
        elif lead and vowel and not tail and char in TAILS:
            tail = char
        elif tail and tail + char in _TOGETHER:
            tail = _TOGETHER[tail + char]
        else:
            done.append(_syllable(lead, vowel, tail))
            lead, vowel, tail = char, "", ""
    return "".join((*done, _syllable(lead, vowel, tail)))


def _syllable(lead: str, vowel: str, tail: str) -> str:
    if lead in LEADS and vowel and lead:
        number = LEADS.index(lead) * 588 + VOWELS.index(vowel) * 28 + TAILS.index(tail)
        return chr(ord(_FIRST) + number)
    return lead + vowel + tail
