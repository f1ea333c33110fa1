"""Tags of templates/components: icons, form widgets, page numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


def _icon(name: str, classes: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        classes,
        static("icons.svg"),
        name,
    )


_kept_icon = lru_cache(maxsize=256)(_icon)


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the sprite (names: static/icons.mjs and static/img/icons), hidden from readers.

    Text beside it, or an sr-only span, must say what it means.
    """
    return _icon(name, classes) if settings.DEBUG else _kept_icon(name, classes)


@register.filter
def widget_kind(field: BoundField) -> str:
    """How form_field.html lays a field out: check, choices, file, markdown or plain."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "plain"


@register.simple_tag
def widget(field: BoundField, has_hint: bool = False, **attributes: Any) -> SafeString:
    """The field's widget, tied to its hint (id ``<id>_hint``) and errors (``<id>_errors``)."""
    described = []
    if has_hint:
        described.append(f"{field.id_for_label or field.auto_id}_hint")
    attrs: dict[str, Any] = {name.replace("_", "-"): value for name, value in attributes.items()}
    if field.errors:
        described.append(f"{field.id_for_label or field.auto_id}_errors")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[tuple[int | None, bool]]:
    """(number, is far) to offer around the current page; None where some are left out.

    Far ones are left out on narrow screens.
    """
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if isinstance(number, int):
            yield number, abs(number - page.number) == 2
        else:
            yield None, False


@register.filter
def grouped(number: int | None) -> str:
    """A whole number with its thousands set apart."""
    return "" if number is None else f"{number:,}"


@register.filter
def readable_size(size: int | None) -> str:
    """A file size for people; empty when unknown."""
    return "" if size is None else filesizeformat(size)


@register.filter
def message_icon(level: str) -> str:
    """The icon of an alert's level."""
    return {"success": "success", "warning": "warning", "danger": "error", "error": "error"}.get(
        level, "info"
    )
