"""Articles of Korean laws in running text. Pure.

The number of the article is easy; whose article it is stands before it (관세법, 「관세법」(이하
"법"이라 한다), 같은 법 시행령, 법, 영) or was said earlier in the text (제241조 및 제242조).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from search.language.cited import Citation

# What 법, 영 and 규칙 mean to customs officers where no law was named.
DEFAULT_LAW = "관세법"
# How far before its number the name of a law may begin (characters).
_REACH = 120

_ARTICLE = re.compile(
    r"제?\s?(?P<article>\d{1,4})\s?조(?:\s?의\s?(?P<branch>\d{1,3}))?(?![가-힣]*원)"
    r"(?:\s?제?\s?(?P<paragraph>\d{1,3})\s?항)?"
)
_BEHIND_A_NAME = re.compile(r"(?:\s|,|부칙|\((?:[^()]|\([^()]*\)){0,80}\))+$")
_ENDING = r"(?:법률|법|시행령|시행규칙|령|규칙|고시|훈령|예규|규정|협정|조례|지침)"
_QUOTED_AT_END = re.compile(r"[「『]\s*([^「『」』]{2,80}?)\s*[」』]$")
_RELATIVE = re.compile(
    r"(?<![가-힣])(?:(?P<which>(?:같은|동|이|본)\s?)(?:고시|규정|(?P<which_act>법|영|령|규칙))"
    r"|(?P<act>법|영|령|규칙))"
    r"(?:\s?(?P<under>시행령|시행규칙))?$"
)
_WITH_ABOUT = re.compile(
    rf"((?:[가-힣ㆍ·]+\s){{0,8}}[가-힣ㆍ·]+에\s?(?:관한|따른)\s?(?:[가-힣ㆍ·]+\s){{0,3}}"
    rf"[가-힣ㆍ·]*{_ENDING}(?:\s?(?:시행령|시행규칙))?)$"
)
_PLAIN = re.compile(
    rf"(?<![가-힣A-Za-zㆍ·])([가-힣A-Za-zㆍ·]+{_ENDING}(?:\s?(?:시행령|시행규칙))?|시행령|시행규칙)$"
)
_QUOTED = re.compile(rf"[「『]\s*([^「『」』]{{1,78}}{_ENDING})\s*[」』]")
_SPACES = re.compile(r"[\s「」『』]+")
_UNDER = re.compile(r"(?:시행령|시행규칙)$")
_WORDS = {"영": "시행령", "령": "시행령", "규칙": "시행규칙"}
_FORMER = re.compile(r"^구(?=[가-힣]{2,}법)")


def law_name(written: str) -> str:
    """The canonical name of a law: without spaces, quotes and the 구 of a former version."""
    return _FORMER.sub("", _SPACES.sub("", written.replace("·", "ㆍ"))) if written else ""


@cache
def known_laws() -> dict[str, str]:
    """Canonical names by what people write, for the laws of customs and their abbreviations."""
    text = files("search.language").joinpath("data/laws.txt").read_text(encoding="utf-8")
    known: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            names = [law_name(name) for name in line.split("=")]
            known |= dict.fromkeys(names, names[0])
    return known


def canonical_law(written: str) -> str:
    """``law_name`` with an abbreviation (FTA특례법) written out, also before 시행령."""
    name = law_name(written)
    under = _UNDER.search(name)
    base = name[: under.start()] if under else name
    return known_laws().get(base, base) + (under.group() if under else "")


def korean_laws(text: str, own_law: str = "") -> Iterator[Citation]:
    """The articles cited in ``text`` (clean), and the laws named in 「…」."""
    own = canonical_law(own_law)
    said, at = own, 0
    for match in _ARTICLE.finditer(text):
        yield from _names(text, at, match.start())
        before = text[max(at, match.start() - _REACH) : match.start()]
        at = match.end()
        named = _law_before(before, said, own)
        said = named or said
        yield _article(match, named or said or own)
    yield from _names(text, at, len(text))


def _law_before(before: str, said: str, own: str) -> str:
    """The law that ``before`` ends with the name of, "" if it ends with none."""
    before = _BEHIND_A_NAME.sub("", before.rstrip())
    quoted = _QUOTED_AT_END.search(before)
    if quoted:
        return canonical_law(quoted[1])
    relative = _RELATIVE.search(before)
    if relative:
        which, what = relative["which"] or "", relative["which_act"] or relative["act"]
        meant = own if which.strip() in ("이", "본") and own else said
        if not what:
            return meant
        act = _UNDER.sub("", meant)
        act = act if act.endswith(("법", "법률")) else DEFAULT_LAW
        return act + (relative["under"] or _WORDS.get(what, ""))
    named = _WITH_ABOUT.search(before) or _PLAIN.search(before)
    if not named:
        return ""
    name = canonical_law(named[1])
    if name in ("시행령", "시행규칙"):
        return (_UNDER.sub("", said) or DEFAULT_LAW) + name
    return _known_end(name)


def _known_end(name: str) -> str:
    """The known law that ``name`` ends with: more may stand before it without a quote."""
    under = _UNDER.search(name)
    base = name[: under.start()] if under else name
    known = known_laws()
    for start in range(len(base) - 2):
        if base[start:] in known:
            return known[base[start:]] + (under.group() if under else "")
    return name


def _article(match: re.Match[str], law: str) -> Citation:
    number = str(int(match["article"])) + (f"의{int(match['branch'])}" if match["branch"] else "")
    places = [number]
    if match["paragraph"]:
        places.insert(0, f"{number}/{int(match['paragraph'])}")
    of_law = tuple(f"law:{law}/{place}" for place in places) if law else ()
    of_any = tuple(f"art:{place}" for place in places)
    whole = (f"law:{law}",) if law else ()
    return Citation(of_law + whole + of_any, of_law or of_any, match.start(), match.end())


def _names(text: str, start: int, end: int) -> Iterator[Citation]:
    for match in _QUOTED.finditer(text, start, end):
        term = (f"law:{canonical_law(match[1])}",)
        yield Citation(term, term, match.start(), match.end())
