"""The verbs that mileage records."""

from django.utils.translation import gettext_lazy as _

from core.registry import Verb, verbs

VERBS = [
    ("mileage.vested", _("hold ended"), _("Held mileage was paid out")),
    ("mileage.reversed", _("mileage taken back"), _("%(actor)s took mileage back")),
    (
        "mileage.adjustment_proposed",
        _("adjustment proposed"),
        _("%(actor)s proposed an adjustment of mileage"),
    ),
    (
        "mileage.adjustment_rejected",
        _("adjustment rejected"),
        _("%(actor)s rejected an adjustment of mileage"),
    ),
    ("mileage.adjusted", _("mileage adjusted"), _("%(actor)s approved an adjustment of mileage")),
    ("mileage.reuse_told", _("use told"), _("%(actor)s used %(object)s at the desk")),
    ("mileage.reuse_verified", _("use verified"), _("%(actor)s verified a use at the desk")),
    ("mileage.reuse_declined", _("use not verified"), _("%(actor)s did not verify a use")),
    ("mileage.level", _("level changed"), _("The mileage level of an officer changed")),
    ("mileage.season_closed", _("season closed"), _("A season of mileage was closed")),
    ("mileage.expired", _("points expired"), _("Unused points of an old season expired")),
    ("mileage.frozen", _("mileage frozen"), _("The mileage of %(object)s was frozen or freed")),
    ("mileage.proof_failed", _("proof failed"), _("Balances of mileage differ from their legs")),
    (
        "mileage.policy_approved",
        _("policy approved"),
        _("%(actor)s approved a policy of mileage"),
    ),
    ("mileage.redeemed", _("reward requested"), _("%(actor)s asked for a reward")),
    ("redemption.decided", _("request decided"), _("%(actor)s decided a request for a reward")),
]


def register() -> None:
    for code, label, sentence in VERBS:
        verbs.register(code, Verb(code, label, sentence))
