"""The verbs that accounts records."""

from django.utils.translation import gettext_lazy as _

from core.registry import Verb, verbs


def register() -> None:
    for code, label, sentence in [
        (
            "officer.role_granted",
            _("role granted"),
            _("%(actor)s granted a role to %(object)s"),
        ),
        (
            "officer.role_revoked",
            _("role revoked"),
            _("%(actor)s took a role from %(object)s"),
        ),
        ("officer.added", _("officer added"), _("%(actor)s added %(object)s")),
        ("officer.changed", _("officer changed"), _("%(actor)s changed %(object)s")),
        ("officer.imported", _("officers imported"), _("%(actor)s imported officers")),
        ("office.imported", _("offices imported"), _("%(actor)s imported offices")),
    ]:
        verbs.register(code, Verb(code, label, sentence))
