"""Finding officers by what people type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import Officer

MOST_SUGGESTED = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What names and numbers stand for: whom, which stand for nobody, which for several."""

    officers: dict[str, Officer] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)


def suggest_officers(typed: str, *, but: Officer | None = None) -> QuerySet[Officer]:
    """At most ten active officers whose name, user name or employee number has ``typed``."""
    rows = Officer.objects.filter(is_active=True).select_related("office")
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    rows = rows.filter(
        Q(name_ko__icontains=typed)
        | Q(name_en__icontains=typed)
        | Q(username__istartswith=typed)
        | Q(employee_number__istartswith=typed)
    )
    return rows.order_by("name_ko", "pk")[:MOST_SUGGESTED]


def find_officers(typed: Iterable[str]) -> Found:
    """The officer of each user name, employee number or unambiguous whole name.

    Also those who left; the caller judges that. Two queries, whatever the number of names.
    """
    words = list(dict.fromkeys(word.strip() for word in typed if word.strip()))
    found = Found()
    by_code = _by_code(words)
    by_name = _by_name([word for word in words if word.casefold() not in by_code])
    for word in words:
        officers = [by_code[key]] if (key := word.casefold()) in by_code else by_name.get(key, [])
        if len(officers) == 1:
            found.officers[word] = officers[0]
        else:
            (found.several if officers else found.unknown).append(word)
    return found


def _by_code(words: Sequence[str]) -> dict[str, Officer]:
    """By lower-case user name, which wins, or employee number."""
    if not words:
        return {}
    low = [word.lower() for word in words]
    rows = Officer.objects.select_related("office").annotate(
        low_name=Lower("username"), low_number=Lower("employee_number")
    )
    rows = rows.filter(Q(low_name__in=low) | Q(low_number__in=low)).order_by("pk")
    numbers: dict[str, Officer] = {
        o.employee_number.casefold(): o for o in rows if o.employee_number
    }
    names: dict[str, Officer] = {o.username.casefold(): o for o in rows}
    return numbers | names


def _by_name(words: Sequence[str]) -> dict[str, list[Officer]]:
    if not words:
        return {}
    low = [word.lower() for word in words]
    rows = Officer.objects.filter(is_active=True).select_related("office")
    rows = rows.annotate(low_ko=Lower("name_ko"), low_en=Lower("name_en"))
    named: dict[str, list[Officer]] = {}
    for officer in rows.filter(Q(low_ko__in=low) | Q(low_en__in=low)).order_by("pk"):
        for name in {officer.name_ko.casefold(), officer.name_en.casefold()}:
            named.setdefault(name, []).append(officer)
    return named
