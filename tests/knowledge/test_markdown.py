"""Markdown in, safe HTML out, whatever comes in."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.markdown import ALIGNED, ATTRIBUTES, SAME_SITE, TAGS, outline, plain, render

EXTRA = {
    "a": {"rel"},
    "th": {"class", "scope"},
    "td": {"class"},
    "ul": {"class"},
    "ol": {"class"},
    "input": {"type", "disabled"},
    "table": {"tabindex"},
    "pre": {"tabindex"},
}


class Inspector(HTMLParser):
    """Fails on whatever is not on the list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, set()) | EXTRA.get(tag, set()), (tag, name)
            if name == "href":
                scheme, colon, _rest = (value or "").strip().lower().partition(":")
                assert not colon or not scheme.isalpha() or scheme in SCHEMES, value
            if name == "src":
                assert SAME_SITE.match(value or ""), value
            if name == "class":
                assert set((value or "").split()) <= ALIGNED | {"task-list"}, value
            if name == "id":
                assert (value or "").startswith("h-")
        if tag == "input":
            assert dict(attrs).get("type", "checkbox") == "checkbox"
            assert "disabled" in dict(attrs)


SCHEMES = {"http", "https", "mailto", "tel"}


def inspect(html: str) -> None:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()


NASTY = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js>",
    '<img src=x onerror="alert(1)">',
    "<img src='//x.example/a.png'>",
    '<img src="/a.png" alt="<h2><script>alert(1)</script></h2>">',
    "![x](https://x.example/a.png)",
    "![x](data:image/svg+xml;base64,AAAA)",
    "![x](/\\x.example/a.png)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    '<a href="vbscript:x">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    "<svg><animate onbegin=alert(1)>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>body{display:none}</style>",
    '<p style="position:fixed">',
    "<form action=//x.example><input name=password type=password>",
    '<h2 id="main">x</h2>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!-- <script> -->",
    '<div class="modal" hidden>',
    "<base href=//x.example>",
    '<meta http-equiv="refresh" content="0;url=//x.example">',
    "`` ` ``",
    "\n\n",
    "> ",
    "- [ ] ",
    "|a|b|\n|:-|-:|\n|c|d|\n",
    "# ",
    "```js\n",
    "\n1. ",
    "**",
    "~~",
    "<br />",
    "</label>",
    "</td>",
    "세관",
    "'\"",
    "&lt;script&gt;",
]


@pytest.mark.parametrize("source", NASTY)
def test_only_the_list_comes_out(source: str) -> None:
    inspect(render(source))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(NASTY) | st.text(max_size=12), max_size=12))
def test_only_the_list_comes_out_of_any_mixture(parts: list[str]) -> None:
    html = render("".join(parts))
    inspect(html)
    inspect(render(html))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(NASTY) | st.text(max_size=20), max_size=12))
def test_plain_text_is_bounded(parts: list[str]) -> None:
    source = "".join(parts)
    html = render(source)
    for text in (source, html):
        words = plain(text)
        assert len(words) <= 2 * len(text) + 2
        assert "\n" not in words
    outline(html)


def test_headings_are_shifted_and_named() -> None:
    html = render("# 통관 *절차*\n\n## A&B\n\n# 통관 절차\n\n###### 끝\n\n#\n")
    assert outline(html) == [
        (2, "h-통관-절차", "통관 절차"),
        (3, "h-a-b", "A&B"),
        (2, "h-통관-절차--2", "통관 절차"),
        (6, "h-끝", "끝"),
        (2, "h-section", ""),
    ]
    assert "<h1" not in html


def test_tables_lists_and_code() -> None:
    html = render("|a|b|\n|:-:|--:|\n|1|~~2~~|\n\n- [ ] 열기\n- [X] 닫기\n- 그냥\n\n`<b>`\n")
    assert '<th class="align-center" scope="col">a</th>' in html
    assert '<td class="align-right"><s>2</s></td>' in html
    assert '<ul class="task-list">' in html
    assert '<label><input type="checkbox" disabled=""> 열기</label>' in html
    assert '<label><input type="checkbox" checked="" disabled=""> 닫기</label>' in html
    assert "<li>그냥</li>" in html
    assert "<code>&lt;b&gt;</code>" in html


def test_pictures_come_from_this_site() -> None:
    assert 'src="/knowledge/files/3/"' in render("![표](/knowledge/files/3/)")
    for address in ("https://x.example/a.png", "//x.example/a.png", "a.png", "data:image/png,x"):
        html = render(f"![표]({address})")
        assert "src" not in html
        assert "표" in html


def test_links_leave_without_a_trace() -> None:
    assert 'rel="noopener noreferrer"' in render("[법](https://law.example/)")
    assert "<a" not in render("https://law.example/")


def test_plain_keeps_the_words() -> None:
    source = (
        "# 제목\n\n**굵은** [말](/x)과 `코드`\n둘째 줄\n\n```\nx < 1\n```\n\n<p>글 &amp; 글</p>\n"
    )
    assert plain(source) == "제목 굵은 말과 코드 둘째 줄 x < 1 글 & 글"
    assert plain("") == render("  \n") == ""


@pytest.mark.parametrize(
    "piece", ["[", "![[", "*a ", "a**b", "> ", "<", "<a ", "[a](b", "- [ ] a\n", "|a", "&#x", "~~a"]
)
def test_no_text_takes_long(piece: str) -> None:
    """Twenty times the text takes about twenty times as long, not four hundred times."""
    source = piece * (40_000 // len(piece))
    start = time.perf_counter()
    plain(render(source))
    assert time.perf_counter() - start < 15
