"""Small charts as inline SVG, drawn by the server from numbers. No style attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

Number = int | float | Decimal


def _points(values: Sequence[float], width: float, height: float) -> list[tuple[float, float]]:
    """Places of ``values`` from left to right; zero (or the least) is at the bottom."""
    low, high = min(0.0, *values), max(values)
    span = (high - low) or 1.0
    step = width / max(len(values) - 1, 1)
    return [
        (round(place * step, 1), round(height - (value - low) / span * height, 1))
        for place, value in enumerate(values)
    ]


@register.simple_tag
def sparkline(values: Iterable[Number], label: str) -> SafeString | str:
    """A line without axes; ``label`` says what it shows. Nothing for fewer than two values."""
    numbers = [float(value) for value in values]
    if len(numbers) < 2:
        return ""
    points = _points(numbers, 120, 28)
    line = " ".join(f"{x},{y + 2}" for x, y in points)
    return format_html(
        '<svg class="chart spark" viewBox="0 0 120 32" height="32" preserveAspectRatio="none" '
        'role="img" aria-label="{}"><polygon class="area" points="0,32 {} 120,32"/>'
        '<polyline class="line" points="{}"/></svg>',
        label,
        line,
        line,
    )


@register.simple_tag
def bar_chart(rows: Iterable[tuple[str, Number]], label: str) -> SafeString | str:
    """Upright bars. ``rows`` are (name, number >= 0); names are thinned out when there are many."""
    bars = [(str(name), float(value)) for name, value in rows]
    if not bars:
        return ""
    highest = max(value for _, value in bars) or 1.0
    slot = 600 / len(bars)
    thickness = min(slot * 0.62, 44)
    every = -(-len(bars) // 12)
    parts = []
    for place, (name, value) in enumerate(bars):
        middle = place * slot + slot / 2
        height = round(value / highest * 140, 1)
        text = number_format(value, decimal_pos=0 if value == int(value) else 1)
        parts.append(
            (
                round(middle - thickness / 2, 1),
                160 - height,
                round(thickness, 1),
                height,
                name,
                text,
                round(middle, 1),
                155 - height if len(bars) <= 24 else -99,
                text,
                round(middle, 1),
                name if place % every == 0 else "",
            )
        )
    drawn = format_html_join(
        "",
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="2"><title>{}: {}</title></rect>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text x="{}" y="178" text-anchor="middle">{}</text>',
        parts,
    )
    return format_html(
        '<svg class="chart bars" viewBox="0 0 600 184" role="img" aria-label="{}">'
        '<path class="grid" d="M0 160.5H600"/>{}</svg>',
        label,
        drawn,
    )


@register.filter
def share_of(value: Number | None, whole: Number) -> float:
    """``value`` in hundredths of ``whole``, between 0 and 100."""
    if value is None or not whole:
        return 0.0
    return round(max(0.0, min(100.0, float(value) / float(whole) * 100)), 2)


@register.simple_tag
def score_margin(raw: Number, score: Number, se: Number, threshold: Number) -> SafeString:
    """A scale from 0 to 10 with the threshold, the corrected score and its standard error to
    either side, and the plain mean below. What it shows is said by whoever embeds it."""

    def place(value: Number) -> str:
        return f"{10 + 30 * max(0.0, min(10.0, float(value))):.1f}"

    ticks = format_html_join(
        "", '<path class="tick" d="M{} 34v6"/>', ((place(value),) for value in range(11))
    )
    numbers = format_html_join(
        "",
        '<text x="{}" y="66" text-anchor="middle">{}</text>',
        ((place(value), value) for value in (0, 5, 10)),
    )
    low, high = place(float(score) - float(se)), place(float(score) + float(se))
    edge = place(threshold)
    return format_html(
        '<svg class="chart margin" viewBox="0 0 320 72" aria-hidden="true">'
        '<rect class="above" x="{edge}" y="16" width="{room}" height="21"/>'
        '<path class="grid" d="M10 37H310"/>{ticks}{numbers}'
        '<path class="edge" d="M{edge} 14V40"/>'
        '<text class="bound" x="{edge}" y="10" text-anchor="middle">{threshold}</text>'
        '<path class="whisker" d="M{low} 21v10m0-5H{high}m0-5v10"/>'
        '<circle class="corrected" cx="{middle}" cy="26" r="6"/>'
        '<path class="raw" d="M{raw} 39l6 10h-12z"/></svg>',
        edge=edge,
        room=f"{310 - float(edge):.1f}",
        ticks=ticks,
        numbers=numbers,
        threshold=number_format(threshold, decimal_pos=0 if threshold == int(threshold) else 1),
        low=low,
        middle=place(score),
        high=high,
        raw=place(raw),
    )
