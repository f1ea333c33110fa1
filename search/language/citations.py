"""Law articles and HS codes, however they are written, as canonical terms. Pure.

A document and a query are read alike; what they have in common is a term such as
"law:관세법/241/1" or "hs:847130". A document is indexed by all ``terms`` of its citations, so that
who asks for the whole article also finds its first paragraph; a query asks for ``asked``.

    law:NAME/ARTICLE/PARAGRAPH, law:NAME/ARTICLE, law:NAME    names without spaces, 38의3
    art:ARTICLE/PARAGRAPH, art:ARTICLE                        of whatever law (법 제96조)
    usc:TITLE/SECTION, cfr:TITLE/SECTION, sec:SECTION         of the United States; § 1401
    hs:CHAPTER, hs:HEADING, hs:SUBHEADING ...                 2, 4, 6, 8, 10 digits

Korean laws are in ``citations_law``, the others here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.language.citations_law import korean_laws
from search.language.cited import Citation
from search.language.clean import clean

# Texts are read up to here (characters); what is longer is a book.
LONGEST = 400_000
# More than these are a list of everything, and say nothing of the text.
MOST = 2_000

_US = re.compile(
    r"(?P<title>\d{1,2})\s?(?P<code>u\.?\s?s\.?\s?c\.?|c\.?\s?f\.?\s?r\.?)(?:\s?a\.)?\s?"
    r"(?:§{1,2}|sec(?:tion|\.)|part)?\s?(?P<section>\d{1,5}[a-z]{0,2}(?:\.\d{1,4})?)(?![\w])"
    r"|(?:§{1,2}|\bsec(?:tion|\.))\s?(?P<bare>\d{1,5}[a-z]{0,2}(?:\.\d{1,4})?)(?![\w])",
    re.IGNORECASE,
)
# What makes digits an HS code that could be anything else.
_SAID = (
    r"(?:hsk?(?:\s?(?:codes?|코드|부호|번호|no\.?))?|hts(?:us)?|세번(?:\s?부호)?|품목\s?번호"
    r"|(?:sub)?headings?|tariff\s?(?:items?|codes?))"
)
_HS = re.compile(
    rf"(?:(?<![a-z])(?P<said>{_SAID})\s?[:.#]?\s?)?(?P<ordinal>제\s?)?"
    r"(?<![\d.,/-])(?P<digits>\d{4}[.-]\d{2}(?:[.-]?\d{2}){0,2}|\d{10}|\d{8}|\d{6}|\d{4}|\d{2})"
    r"(?![\d]|[.,/-]\d)(?:\s?(?P<unit>소?호|류)(?![가-힣]))?",
    re.IGNORECASE,
)
_POINTED = re.compile(r"\d{4}[.-]\d{2}")
_MONTHS = frozenset(f"{month:02}" for month in range(1, 13))
# The last heading of each chapter of the Harmonized System 2022, so that amounts and years are
# not taken for codes. Chapter 77 is reserved; 98 and 99 are national.
_LAST_HEADING = {
    last[:2]: last[2:]
    for last in (
        "0106 0210 0309 0410 0511 0604 0714 0814 0910 1008 1109 1214 1302 1404 1522 1605 1704 "
        "1806 1905 2009 2106 2209 2309 2404 2530 2621 2716 2853 2942 3006 3105 3215 3307 3407 "
        "3507 3606 3707 3827 3926 4017 4115 4206 4304 4421 4504 4602 4707 4823 4911 5007 5113 "
        "5212 5311 5408 5516 5609 5705 5811 5911 6006 6117 6217 6310 6406 6507 6603 6704 6815 "
        "6914 7020 7118 7229 7326 7419 7508 7616 7806 7907 8007 8113 8215 8311 8487 8549 8609 "
        "8716 8807 8908 9033 9114 9209 9307 9406 9508 9620 9706 9899 9999"
    ).split()
}


def citations(text: str, own_law: str = "") -> tuple[Citation, ...]:
    """Every citation in ``text``, in its order; offsets count in ``clean(text)``.

    ``own_law`` names the law that the text is part of: 이 법 and a bare 제5조 mean it.
    """
    text = clean(text[:LONGEST])
    found = [*_us_codes(text), *_hs_codes(text), *korean_laws(text, own_law)]
    return tuple(sorted(found, key=lambda one: (one.start, -one.end))[:MOST])


def terms(text: str, own_law: str = "") -> tuple[str, ...]:
    """All terms of all citations of ``text``, each once, in the order of the text."""
    every = (term for one in citations(text, own_law) for term in one.terms)
    return tuple(dict.fromkeys(every))


def hs_terms(digits: str) -> tuple[str, ...]:
    """The term of an HS code and its parents, the narrowest first; () if it can be none."""
    digits = digits[:10]
    last = _LAST_HEADING.get(digits[:2])
    if last is None or (len(digits) > 2 and not "01" <= digits[2:4] <= last):
        return ()
    return tuple(f"hs:{digits[:size]}" for size in (10, 8, 6, 4, 2) if size <= len(digits))


def _us_codes(text: str) -> Iterator[Citation]:
    for match in _US.finditer(text):
        section = (match["section"] or match["bare"]).lower()
        alone = f"sec:{section}"
        if match["bare"]:
            yield Citation((alone,), (alone,), match.start(), match.end())
            continue
        code = "usc" if "u" in match["code"].lower() else "cfr"
        named = f"{code}:{int(match['title'])}/{section}"
        yield Citation((named, alone), (named,), match.start(), match.end())


def _hs_codes(text: str) -> Iterator[Citation]:
    for match in _HS.finditer(text):
        digits = re.sub(r"\D", "", match["digits"])
        if not (match["said"] or _is_code(match, digits)):
            continue
        found = hs_terms(digits)
        if found:
            # Who asks for a code does not ask for its whole chapter.
            asked = tuple(term for term in found if len(term) > len("hs:84")) or found
            yield Citation(found, asked, match.start(), match.end())


def _is_code(match: re.Match[str], digits: str) -> bool:
    """Whether digits without a word such as HS before them can be nothing but a code."""
    written, unit = match["digits"], match["unit"]
    if unit:
        # 제84류, 제8471호, 제8471.30호; 제30호 is an item of some article.
        return len(digits) == 2 if unit == "류" else len(digits) >= 4
    if _POINTED.match(written):
        if "-" in written and len(digits) == 6:
            return False
        is_date = written[:2] in ("19", "20") and digits[4:6] in _MONTHS
        return not is_date
    return len(digits) == 10 and digits[0] != "0"
