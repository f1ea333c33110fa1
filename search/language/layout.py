"""What was typed while the keyboard was switched to the other language. Pure.

The layout is KS X 5002, the Korean keyboard of two sets, over QWERTY.
"""

from __future__ import annotations

from search.language.hangul import compose, is_jamo, is_syllable, keystrokes

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_JAMO = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"
_SHIFTED = dict(zip("QWERTOP", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True))
_TO_JAMO = {
    **{latin.upper(): jamo for latin, jamo in zip(_LATIN, _JAMO, strict=True)},
    **dict(zip(_LATIN, _JAMO, strict=True)),
    **_SHIFTED,
}
_TO_LATIN = {
    **dict(zip(_JAMO, _LATIN, strict=True)),
    **{jamo: latin for latin, jamo in _SHIFTED.items()},
}


def as_korean(text: str) -> str:
    """``text`` as it would have come out on the Korean layout: xhdrhks is 통관."""
    if text.isupper():
        # Caps lock, not the shift that doubles a consonant.
        text = text.lower()
    return compose("".join(_TO_JAMO.get(char, char) for char in text))


def as_english(text: str) -> str:
    """``text`` as it would have come out on the English layout: ㅗㄴ 채ㅇㄷ is hs code."""
    return "".join(_TO_LATIN.get(char, char) for char in keystrokes(text))


def could_be_english(text: str) -> bool:
    """Whether ``text`` has Hangul that may have been meant as Latin letters."""
    return any(is_jamo(char) or is_syllable(char) for char in text)


def could_be_korean(text: str) -> bool:
    """Whether ``text`` typed on the Korean layout gives whole syllables and nothing loose."""
    if not any(char in _TO_JAMO for char in text):
        return False
    return not any(is_jamo(char) for char in as_korean(text))
