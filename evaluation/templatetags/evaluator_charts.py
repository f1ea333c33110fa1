"""Charts of evaluators: two scores on one line, and an estimate with its error."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from evaluation.quarters import quarter_name

register = template.Library()

WIDTH = 220.0
SIDE = 10.0
SCALE = 10.0


def _place(points: float) -> float:
    return round(SIDE + points / SCALE * (WIDTH - 2 * SIDE), 1)


@register.simple_tag
def error_line(given: Decimal, right: Decimal, label: str) -> SafeString:
    """The scale from 0 to 10 with the right score (a bar) and the given one (a dot), joined."""
    text = _("%(label)s: given %(given)s, right %(right)s") % {
        "label": label,
        "given": number_format(given, decimal_pos=1),
        "right": number_format(right, decimal_pos=1),
    }
    off = "near" if abs(given - right) <= 1 else "far"
    return format_html(
        '<svg class="error-line {}" viewBox="0 0 220 24" width="220" height="24" role="img"'
        ' aria-label="{}"><path class="scale" d="M10 12H210"/><path class="tick" d="M{} 9V15"/>'
        '<path class="gap" d="M{} 12H{}"/><rect class="right" x="{}" y="3" width="4" height="18"/>'
        '<circle class="given" cx="{}" cy="12" r="6"/></svg>',
        off,
        text,
        _place(5),
        _place(float(right)),
        _place(float(given)),
        _place(float(right)) - 2,
        _place(float(given)),
    )


@register.simple_tag
def whisker(value: float, error: float, label: str, most: float = 2.0) -> SafeString:
    """An estimate (a dot) with one standard error either way, on a line from -most to most."""

    def at(number: float) -> float:
        return _place((min(max(number, -most), most) + most) / (2 * most) * SCALE)

    text = _("%(label)s: %(value)s, give or take %(error)s") % {
        "label": label,
        "value": number_format(round(value, 2), decimal_pos=2),
        "error": number_format(round(error, 2), decimal_pos=2),
    }
    return format_html(
        '<svg class="error-line" viewBox="0 0 220 24" width="220" height="24" role="img"'
        ' aria-label="{}"><path class="scale" d="M10 12H210"/><path class="tick" d="M110 3V21"/>'
        '<path class="gap" d="M{} 12H{}"/><circle class="given" cx="{}" cy="12" r="6"/></svg>',
        text,
        at(value - error),
        at(value + error),
        at(value),
    )


@register.filter
def signed(value: float | Decimal | None) -> str:
    """A number with its sign and two digits behind the point; a dash for none."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{number_format(f'{abs(value):.2f}', decimal_pos=2)}"


@register.filter
def quarter(code: str) -> str:
    """The name of a quarter."""
    return quarter_name(code)
