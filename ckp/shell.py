"""The shell of every page (head, header, footer), rendered rarely and filled in cheaply.

A header is rendered from its template once a process for each combination of language, visible
menu entries, current menu entry and kind of visitor. The few things that differ between two
requests of one combination (officer's name, CSRF token, own address, badge numbers) are left as
marks in the text; the rendered text is kept cut at the marks, so that a request only joins
strings. With DEBUG on nothing is kept, so that edited templates show at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.models import Officer
from ckp.strings import strings_for_scripts
from core.csrf import token_of
from core.registry import MenuEntry, badges, menu

MODES = frozenset({"light", "high-contrast"})
SCALES = frozenset({"sm", "md", "lg", "xlg", "xxlg"})
MODE_COOKIE = "ckp_mode"
SCALE_COOKIE = "ckp_scale"

MARK = re.compile("\x02([^\x03]+)\x03")
# Roles, entries and languages multiply to some hundreds at most; the bound is against surprises.
MOST_KEPT = 1000

_kept: dict[tuple[Any, ...], list[str]] = {}


class Link(NamedTuple):
    """A menu entry as the header template reads it."""

    label: Any
    url: str
    current: str
    children: list[Link]


def mark(name: str) -> str:
    """A place in a kept fragment that each request fills."""
    return f"\x02{name}\x03"


def forget() -> None:
    """Let go of all kept fragments (after a change of menu, static files or templates in tests)."""
    _kept.clear()
    _entry_paths.cache_clear()


def _pieces(key: tuple[Any, ...], render: Callable[[], str]) -> list[str]:
    """The fragment of ``key`` cut at its marks: text, mark name, text, mark name, ... text."""
    found = _kept.get(key)
    if found is None:
        found = MARK.split(render())
        if not settings.DEBUG:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = found
    return found


def _filled(pieces: list[str], values: Mapping[str, str]) -> SafeString:
    filled = list(pieces)
    for place in range(1, len(filled), 2):
        filled[place] = values[filled[place]]
    return mark_safe("".join(filled))  # noqa: S308 - text of templates, values escaped by callers


@lru_cache(maxsize=1)
def _entry_paths() -> list[tuple[str, str]]:
    """(address, code) of all menu entries, the longest address first."""
    paths = [(reverse(entry.url_name), entry.code) for entry in menu]
    return sorted(paths, key=lambda pair: -len(pair[0]))


def current_entry(path: str) -> str:
    """Code of the menu entry that ``path`` lies below, or an empty string."""
    for address, code in _entry_paths():
        if path == address or (address != "/" and path.startswith(address)):
            return code
    return ""


class Shell:
    """The shell of one request. Touches neither database nor cache except through badges."""

    __slots__ = ("officer", "request")

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        user = getattr(request, "user", None)
        self.officer = user.itself if isinstance(user, Officer) else None

    @property
    def html(self) -> SafeString:
        """Attributes of the html element: language, and the display the reader chose."""
        cookies = self.request.COOKIES
        attributes = [f'lang="{get_language() or settings.LANGUAGE_CODE}"']
        if (mode := cookies.get(MODE_COOKIE)) in MODES:
            attributes.append(f'data-krds-mode="{mode}"')
        if (scale := cookies.get(SCALE_COOKIE)) in SCALES:
            attributes.append(f'data-krds-scale="{scale}"')
        if self.officer is not None:
            attributes.append(f'data-officer="{self.officer.pk}"')
        return mark_safe(" ".join(attributes))  # noqa: S308 - parts are from closed sets

    @property
    def head(self) -> SafeString:
        """Links to style sheet, script and icon."""
        return self._static_fragment("_head.html")

    @property
    def footer(self) -> SafeString:
        """The footer, and the words that scripts need."""
        return self._static_fragment("_footer.html", strings=strings_for_scripts)

    @property
    def header(self) -> SafeString:
        """Masthead, utilities, search and main menu."""
        officer = self.officer
        path = self.request.path
        active = current_entry(path)
        entries = sorted(menu, key=lambda entry: entry.order) if officer else []
        seen = [entry for entry in entries if entry.sees(officer)]
        children = {
            entry.code: [child for child in entry.children if child.sees(officer)]
            for entry in seen
            if entry.children
        }
        shown = [(code, badge) for code, badge in badges.items() if officer and badge.sees(officer)]
        key = (
            "_header.html",
            get_language(),
            tuple(entry.code for entry in seen),
            tuple((code, tuple(child.code for child in part)) for code, part in children.items()),
            active,
            active != "" and dict(_entry_paths()).get(path) == active,
            officer is not None,
            officer is not None and officer.is_staff,
            tuple(code for code, _badge in shown),
        )

        def render() -> str:
            links = [_link(entry, path, active, children.get(entry.code, [])) for entry in seen]
            return render_to_string(
                "_header.html",
                {
                    "menu": links,
                    "signed_in": key[6],
                    "is_staff": key[7],
                    "badges": [
                        {
                            "label": badge.label,
                            "url": reverse(badge.url_name),
                            "icon": badge.icon,
                            "count": mark(f"badge {code}"),
                        }
                        for code, badge in shown
                    ],
                    "official_name": getattr(settings, "CKP_OFFICIAL_NAME", ""),
                    "name": mark("name"),
                    "token": mark("token"),
                    "path": mark("path"),
                },
            )

        values = {"token": token_of(self.request), "path": escape(self.request.get_full_path())}
        if officer is not None:
            values["name"] = conditional_escape(str(officer))
            for code, badge in shown:
                values[f"badge {code}"] = _badge_number(badge.count(officer))
        return _filled(_pieces(key, render), values)

    def _static_fragment(self, template: str, **late: Callable[[], Any]) -> SafeString:
        def render() -> str:
            return render_to_string(template, {name: make() for name, make in late.items()})

        return _filled(_pieces((template, get_language()), render), {})


def _link(entry: MenuEntry, path: str, active: str, children: list[MenuEntry]) -> Link:
    url = reverse(entry.url_name)
    current = ""
    if entry.code == active:
        current = "page" if path == url else "true"
    return Link(entry.label, url, current, [_link(child, path, "", []) for child in children])


def _badge_number(count: int) -> str:
    """The red number on a badge; nothing at zero."""
    if count <= 0:
        return ""
    return f'<span class="count">{count if count < 100 else "99+"}</span>'
