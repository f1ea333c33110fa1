"""The verbs that mileage records."""

from django.utils.translation import gettext_lazy as _

from core.registry import Verb, verbs

VERBS = [
    ("mileage.vested", _("hold ended"), _("Held mileage was paid out")),
    ("mileage.reversed", _("mileage taken back"), _("%(actor)s took mileage back")),
    ("mileage.proof_failed", _("proof failed"), _("Balances of mileage differ from their legs")),
    (
        "mileage.policy_approved",
        _("policy approved"),
        _("%(actor)s approved a policy of mileage"),
    ),
]


def register() -> None:
    for code, label, sentence in VERBS:
        verbs.register(code, Verb(code, label, sentence))
