"""The criteria of two versions of a policy beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluation.models import Criterion, EvaluationPolicy
from knowledge.drafted_comparison import Change
from knowledge.models.drafted import NOT_COPIED

NOT_COMPARED = NOT_COPIED | {"kind"}


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """One criterion in both versions. ``kind`` is same, changed, added or removed."""

    label: str
    kind: str
    facts: list[Change]


def compare_criteria(old: EvaluationPolicy, new: EvaluationPolicy) -> list[CriterionChange]:
    """Criteria matched by their code, in the order of the new version, removed ones last."""
    before = {criterion.code: criterion for criterion in old.criteria.all()}
    after = {criterion.code: criterion for criterion in new.criteria.all()}
    codes = [*after, *(code for code in before if code not in after)]
    return [_criterion(before.get(code), after.get(code)) for code in codes]


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
