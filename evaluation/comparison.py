"""Two versions of a policy beside each other, field by field and criterion by criterion."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from evaluation.models import Criterion, EvaluationPolicy

# What tells versions apart anyway, and what no administrator writes.
NOT_COPIED = frozenset({"id", "version", "effective_from", "note", "is_delivered"})
NOT_COMPARED = NOT_COPIED | {"kind"}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact in both versions, as it is shown; an empty text where a version lacks it."""

    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """One criterion in both versions. ``kind`` is same, changed, added or removed."""

    label: str
    kind: str
    facts: list[Change]


def compare_fields(old: EvaluationPolicy, new: EvaluationPolicy) -> list[Change]:
    """All fields that say how items are judged, changed or not."""
    names = [f.name for f in EvaluationPolicy._meta.concrete_fields if f.name not in NOT_COMPARED]
    return [_field(old, new, name) for name in names]


def compare_criteria(old: EvaluationPolicy, new: EvaluationPolicy) -> list[CriterionChange]:
    """Criteria matched by their code, in the order of the new version, removed ones last."""
    before = {criterion.code: criterion for criterion in old.criteria.all()}
    after = {criterion.code: criterion for criterion in new.criteria.all()}
    codes = [*after, *(code for code in before if code not in after)]
    return [_criterion(before.get(code), after.get(code)) for code in codes]


def facts_of_policy(policy: EvaluationPolicy) -> dict[str, Any]:
    """All that a policy says, as JSON can hold it."""
    fields = {
        field.name: str(getattr(policy, field.name))
        for field in EvaluationPolicy._meta.concrete_fields
        if field.name not in ("id", "is_delivered")
    }
    criteria = [
        [c.code, c.position, c.label_ko, c.label_en, c.weight, c.anchors]
        for c in policy.criteria.order_by("position", "pk")
    ]
    return {**fields, "criteria": criteria}


def fingerprint(policy: EvaluationPolicy) -> str:
    """Tells whether a policy still says what somebody has read."""
    text = json.dumps(facts_of_policy(policy), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _field(old: EvaluationPolicy, new: EvaluationPolicy, name: str) -> Change:
    field = EvaluationPolicy._meta.get_field(name)
    label = str(getattr(field, "verbose_name", name))
    return Change(label, _shown(old, name), _shown(new, name))


def _shown(policy: EvaluationPolicy, name: str) -> str:
    display = getattr(policy, f"get_{name}_display", None)
    return str(display() if display else localize(getattr(policy, name)))


def _criterion(old: Criterion | None, new: Criterion | None) -> CriterionChange:
    one = new or old
    assert one is not None
    before, after = _facts(old), _facts(new)
    labels = [*after, *(label for label in before if label not in after)]
    facts = [Change(label, before.get(label, ""), after.get(label, "")) for label in labels]
    if old is None:
        kind = "added"
    elif new is None:
        kind = "removed"
    else:
        kind = "changed" if any(fact.is_changed for fact in facts) else "same"
    return CriterionChange(one.label, kind, facts)


def _facts(criterion: Criterion | None) -> Mapping[str, str]:
    if criterion is None:
        return {}
    facts = {
        _("Position"): str(criterion.position),
        _("Korean name"): criterion.label_ko,
        _("English name"): criterion.label_en,
        _("Weight"): f"{criterion.weight} %",
    }
    for anchor in criterion.anchors:
        for language, name in (("ko", _("Korean")), ("en", _("English"))):
            label = _("Score %(score)s (%(language)s)") % {
                "score": anchor["score"],
                "language": name,
            }
            facts[label] = anchor[language]
    return facts
