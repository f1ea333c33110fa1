"""How quarters are written."""

from __future__ import annotations

from django.utils.translation import gettext as _


def quarter_name(quarter: str) -> str:
    """A quarter (as 2026Q3) in the active language."""
    year, _q, number = quarter.partition("Q")
    return _("quarter %(number)s of %(year)s") % {"year": year, "number": number}
