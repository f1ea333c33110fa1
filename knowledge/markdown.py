"""Markdown to HTML that is safe to show, to plain text, and to an outline.

Knows no database. The HTML is written once, with the revision; pages only print it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Officers write HTML by hand now and then, and the editor writes <br> into tables.
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "kbd", "samp"),
    *("em", "strong", "s", "del", "ins", "u", "b", "i", "mark", "sub", "sup", "small", "abbr"),
    *("ul", "ol", "li", "dl", "dt", "dd", "label", "input", "a", "img", "details", "summary"),
    *("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "input": {"checked"},
    "abbr": {"title"},
}
ALIGNED = {"align-left", "align-center", "align-right"}
CLASSES = {"th": ALIGNED, "td": ALIGNED, "ul": {"task-list"}, "ol": {"task-list"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# A picture comes from this site: a path with one slash, so that no reader's browser calls out.
SAME_SITE = re.compile(r"/(?![/\\])[^\s\\]*\Z")

TASK = re.compile(r"\[([ xX])\][ \t\n]+")
ANCHOR = re.compile(r"h-[\w-]+\Z")
OUTLINE = re.compile(r'<h([2-6]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
SPACES = re.compile(r"\s+")
BLOCK = re.compile(r"</?(?:p|br|hr|h[1-6]|blockquote|pre|[uo]l|li|d[ltd]|t[hdr]|caption)\b[^<>]*>")
# A word after an @ that begins a word: no e-mail address.
MENTION = re.compile(r"(?<![\w@.+/-])@(\w[\w.+-]{0,60})")
# What the parser is told of mentions, and where it writes those that it finds.
MENTIONS, FOUND = "mentions", "found"
NOT_IN_ID = re.compile(r"[^\w-]+")


def render(source: str, mentions: Mapping[str, tuple[str, str]] | None = None) -> str:
    """The HTML of a Markdown text. Whatever comes in, only the allow-list comes out.

    ``mentions`` says for words after an @ to which address and under which name they lead.
    """
    if not source.strip():
        return ""
    return _CLEANER.clean(_MARKDOWN.render(source, {MENTIONS: mentions or {}}))


def mentioned_words(source: str) -> list[str]:
    """The words after an @ in a text, in order, once each; none of code, links or addresses."""
    found: dict[str, tuple[str, str]] = {}
    _MARKDOWN.parse(source, {FOUND: found})
    return list(found)


def plain(source: str) -> str:
    """The words of a Markdown text in one line, for search, snippets and counting."""
    return SPACES.sub(" ", " ".join(_words(_MARKDOWN.parse(source)))).strip()


def text_of_html(html: str) -> str:
    """The words of rendered HTML, a block a line: what search reads of a stored text."""
    lines = unescape(TAG.sub("", BLOCK.sub("\n", html))).split("\n")
    return "\n".join(tidy for line in lines if (tidy := SPACES.sub(" ", line).strip()))


def outline(html: str) -> list[tuple[int, str, str]]:
    """Level, id and text of the headings of rendered HTML, in order."""
    return [
        (int(level), unescape(anchor), _text_of(inner))
        for level, anchor, inner in OUTLINE.findall(html)
    ]


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(_inline(token.children or []))
        elif token.type in ("fence", "code_block"):
            yield token.content
        elif token.type == "html_block":
            yield unescape(TAG.sub(" ", token.content))


def _inline(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield "".join(_inline(token.children or []))


def _text_of(html: str) -> str:
    return SPACES.sub(" ", unescape(TAG.sub("", html))).strip()


def _shift_headings(state: StateCore) -> None:
    """The page has the only h1: # is h2, and so on; the sixth level stays.

    Headings get ids for the outline; the prefix keeps them apart from the page's own.
    """
    taken: Counter[str] = Counter()
    for index, token in enumerate(state.tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
            if token.type == "heading_open":
                token.attrSet("id", _anchor(state.tokens[index + 1], taken))
        elif token.type in ("th_open", "td_open") and "style" in token.attrs:
            # The portal's policy forbids inline styles.
            side = str(token.attrs.pop("style")).removeprefix("text-align:")
            token.attrSet("class", f"align-{side}")


def _mentions(state: StateCore) -> None:
    """Words after an @ become links where ``render`` was told of them."""
    known, found = state.env.get(MENTIONS), state.env.get(FOUND)
    if not known and found is None:
        return
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(_with_mentions(token.children or [], known or {}, found))


def _with_mentions(
    tokens: list[Token],
    known: Mapping[str, tuple[str, str]],
    found: dict[str, tuple[str, str]] | None,
) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if depth or token.type != "text" or "@" not in token.content:
            yield token
            continue
        done = 0
        for match in MENTION.finditer(token.content):
            word = match[1]
            if found is not None:
                found[word] = ("", "")
            if word in known:
                yield Token("text", "", 0, content=token.content[done : match.start()])
                address, name = known[word]
                yield Token("link_open", "a", 1, attrs={"href": address})
                yield Token("text", "", 0, content=f"@{name}")
                yield Token("link_close", "a", -1)
                done = match.end()
        yield Token("text", "", 0, content=token.content[done:])


def _anchor(inline: Token, taken: Counter[str]) -> str:
    text = "".join(_inline(inline.children or [])).lower()
    words = NOT_IN_ID.sub("-", text).strip("-")[:60] or "section"
    taken[words] += 1
    return f"h-{words}" if taken[words] == 1 else f"h-{words}--{taken[words]}"


def _task_lists(state: StateCore) -> None:
    """List entries that begin with [ ] or [x] get a box that shows and does not answer."""
    lists: list[Token] = []
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif (
            token.type == "inline"
            and lists
            and tokens[index - 2].type == "list_item_open"
            and _tick(token)
        ):
            lists[-1].attrSet("class", "task-list")


def _tick(token: Token) -> bool:
    match = TASK.match(token.content)
    first = token.children[0] if token.children else None
    if match is None or first is None or first.type != "text" or token.children is None:
        return False
    if not first.content.startswith(match[0].rstrip()):
        return False
    first.content = first.content[3:].lstrip()
    checked = "" if match[1] == " " else " checked"
    token.children.insert(0, _raw(f'<label><input type="checkbox"{checked}> '))
    token.children.append(_raw("</label>"))
    return True


def _raw(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)


def _keep(tag: str, name: str, value: str) -> str | None:
    """What is left of an attribute; None takes it away."""
    if tag == "img" and name == "src" and not SAME_SITE.match(value):
        return None
    if name == "id" and not ANCHOR.match(value):
        return None
    if name in ("width", "height", "colspan", "rowspan", "start") and not (
        value.isascii() and value.isdigit() and len(value) <= 4
    ):
        return None
    return value


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.core.ruler.after("inline", "shift_headings", _shift_headings)
    parser.core.ruler.after("shift_headings", "task_lists", _task_lists)
    parser.core.ruler.after("task_lists", "mentions", _mentions)
    return parser


_MARKDOWN = _parser()
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    attribute_filter=_keep,
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
    strip_comments=True,
    tag_attribute_values={"input": {"type": {"checkbox"}}},
    # One attribute a tag: of several, the order would change from run to run.
    set_tag_attribute_values={
        "th": {"scope": "col"},
        "input": {"disabled": ""},
        # What scrolls sideways on a phone must be reachable with the keyboard.
        "table": {"tabindex": "0"},
        "pre": {"tabindex": "0"},
    },
)
