"""Text made safe and alike before anything else looks at it. Pure."""

from __future__ import annotations

import re
import unicodedata

# What stands inside words without being seen: soft hyphen, zero-width spaces and joiners,
# bidirectional marks. It goes without leaving a space.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]+")
# What no word is made of: controls, lone surrogates, private use, no characters.
_NOT_TEXT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufff9-\uffff\U000e0000-\U0010ffff]+"
)
# NFKC would make conjoining letters of the jamo on the keyboard (ㅌㄱ), which read differently.
_BUT_JAMO = re.compile("[^\u3131-\u318e]+")


def clean(text: str) -> str:
    """``text`` in NFKC (full width becomes half width) with control characters as spaces and
    invisible ones gone. Jamo typed for themselves stay as they are, and so does the case.
    Every result can be encoded in UTF-8."""
    text = _NOT_TEXT.sub(" ", _INVISIBLE.sub("", text))
    if text.isascii():
        return text
    return _BUT_JAMO.sub(lambda part: unicodedata.normalize("NFKC", part.group()), text)
