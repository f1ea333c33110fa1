"""The verbs of the reporting centre. No activity of a report has an actor or names a reporter."""

from django.utils.translation import gettext_lazy as _

from core.registry import Verb, verbs

VERBS = [
    ("report_policy.drafted", _("policy drafted"), _("%(actor)s drafted %(object)s")),
    ("report_policy.edited", _("policy edited"), _("%(actor)s edited %(object)s")),
    ("report_policy.approved", _("policy approved"), _("%(actor)s approved %(object)s")),
    ("report.received", _("reported"), _("A report on %(object)s was received")),
    ("report.triaged", _("report taken up"), _("A report on %(object)s was taken up")),
    ("report.dismissed", _("report dismissed"), _("A report on %(object)s was dismissed")),
    ("report.accepted", _("report accepted"), _("A report on %(object)s was accepted")),
    ("report.recalled", _("recalled"), _("Readers of %(object)s were warned")),
    ("report.fixing", _("repair asked for"), _("A repair of %(object)s was asked for")),
    ("report.overdue", _("repair overdue"), _("The repair of %(object)s is overdue")),
    ("report.fixed", _("repaired"), _("%(object)s was repaired")),
    ("report.verified", _("repair verified"), _("A repair of %(object)s was verified")),
    ("report.closed", _("report closed"), _("A report on %(object)s was closed")),
]


def register() -> None:
    for code, label, sentence in VERBS:
        verbs.register(code, Verb(code, label, sentence))
