"""The verbs that evaluation records."""

from django.utils.translation import gettext_lazy as _

from core.registry import Verb, verbs

VERBS = [
    ("round.opened", _("round opened"), _("A round was opened on %(object)s")),
    ("round.voided", _("round voided"), _("A round on %(object)s was voided")),
    ("round.decided", _("round decided"), _("A round on %(object)s was decided")),
    ("round.to_panel", _("round before the panel"), _("A round on %(object)s went to the panel")),
    ("round.lapsed", _("decision lapsed"), _("A decision on %(object)s lapsed")),
    ("round.annulled", _("decision annulled"), _("A decision on %(object)s was annulled")),
    ("round.appealed", _("appealed"), _("%(actor)s appealed against %(object)s")),
    ("appeal.decided", _("appeal decided"), _("An appeal against %(object)s was decided")),
    ("appeal.ended", _("appeal ended"), _("An appeal against %(object)s ended")),
    ("source.changed", _("source changed"), _("%(actor)s recorded a change of %(object)s")),
    ("evaluation.assigned", _("evaluator drawn"), _("An evaluator was drawn for %(object)s")),
    ("evaluation.reminded", _("evaluator reminded"), _("An evaluator of %(object)s was reminded")),
    ("evaluation.expired", _("evaluation expired"), _("An evaluation of %(object)s expired")),
    ("evaluation.declined", _("evaluation declined"), _("An evaluator declined %(object)s")),
    ("evaluation.recused", _("evaluator recused"), _("An evaluator recused from %(object)s")),
    ("evaluation.voided", _("evaluator taken off"), _("An evaluator was taken off %(object)s")),
    ("evaluation.flagged", _("evaluation flagged"), _("An evaluation of %(object)s was flagged")),
    ("evaluation.submitted", _("evaluated"), _("An evaluator evaluated %(object)s")),
    ("evaluator_policy.drafted", _("policy drafted"), _("%(actor)s drafted %(object)s")),
    ("evaluator_policy.edited", _("policy edited"), _("%(actor)s edited %(object)s")),
    ("evaluator_policy.approved", _("policy approved"), _("%(actor)s approved %(object)s")),
    ("policy.drafted", _("policy drafted"), _("%(actor)s drafted %(object)s")),
    ("policy.edited", _("policy edited"), _("%(actor)s edited %(object)s")),
    ("policy.approved", _("policy approved"), _("%(actor)s approved %(object)s")),
    ("evaluation.corrected", _("evaluation corrected"), _("An evaluation of %(object)s changed")),
    ("evaluator.certified", _("certified"), _("%(actor)s was certified as an evaluator")),
    ("evaluator.refreshed", _("certificate refreshed"), _("%(actor)s refreshed the certificate")),
    (
        "evaluator.reminded",
        _("certificate ends soon"),
        _("%(object)s: the certificate ends soon"),
    ),
    ("evaluator.lapsed", _("certificate lapsed"), _("The certificate of %(object)s lapsed")),
    (
        "evaluator.suspended",
        _("evaluator suspended"),
        _("%(object)s was suspended"),
    ),
    ("evaluator.tries_allowed", _("more tries"), _("%(actor)s allowed %(object)s more tries")),
    ("evaluator.useful", _("useful evaluator"), _("%(object)s was among the most useful")),
    ("evaluation.alerted", _("alert"), _("An alert was raised: %(object)s")),
    ("alert.seen", _("alert seen"), _("%(actor)s looked at %(object)s")),
    ("alert.dismissed", _("alert dismissed"), _("%(actor)s dismissed %(object)s")),
    (
        "evaluator.retraining",
        _("evaluator sent to retraining"),
        _("%(object)s was asked to train again"),
    ),
]


def register() -> None:
    for code, label, sentence in VERBS:
        verbs.register(code, Verb(code, label, sentence))
