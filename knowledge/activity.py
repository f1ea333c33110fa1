"""The verbs that knowledge records, as the log words them."""

from django.utils.translation import gettext_lazy as _

from core.registry import Verb, verbs

VERBS = [
    ("item.drafted", _("drafted"), _("%(actor)s began %(object)s")),
    ("item.submitted", _("submitted"), _("%(actor)s submitted %(object)s")),
    ("item.withdrawn", _("withdrawn"), _("%(actor)s withdrew %(object)s")),
    ("item.returned", _("returned"), _("%(actor)s returned %(object)s")),
    ("item.rejected", _("rejected"), _("%(actor)s rejected %(object)s")),
    ("item.published", _("published"), _("%(actor)s published %(object)s")),
    ("item.revised", _("revised"), _("%(actor)s revised %(object)s")),
    ("item.retired", _("retired"), _("%(actor)s retired %(object)s")),
    ("item.hidden", _("hidden"), _("%(actor)s hid %(object)s")),
    ("item.shown", _("shown again"), _("%(actor)s showed %(object)s again")),
    ("item.deleted", _("deleted"), _("%(actor)s deleted a draft")),
    ("item.commented", _("commented"), _("%(actor)s commented on %(object)s")),
    (
        "item.comment_removed",
        _("removed a comment"),
        _("%(actor)s removed a comment on %(object)s"),
    ),
    ("item.file_added", _("attached a file"), _("%(actor)s attached a file to %(object)s")),
    ("item.file_removed", _("removed a file"), _("%(actor)s removed a file from %(object)s")),
    ("item.reacted", _("reacted"), _("%(actor)s reacted to %(object)s")),
    ("item.graded", _("graded"), _("%(object)s was graded")),
    ("item.ungraded", _("grade withdrawn"), _("The grade of %(object)s was withdrawn")),
    ("suggestion.made", _("suggested an edit"), _("%(actor)s suggested an edit of %(object)s")),
    (
        "suggestion.accepted",
        _("accepted an edit"),
        _("%(actor)s accepted a suggested edit of %(object)s"),
    ),
    (
        "suggestion.declined",
        _("declined an edit"),
        _("%(actor)s declined a suggested edit of %(object)s"),
    ),
    (
        "suggestion.withdrawn",
        _("withdrew an edit"),
        _("%(actor)s withdrew a suggested edit of %(object)s"),
    ),
    ("item.imported", _("imported"), _("%(object)s was imported")),
]


def register() -> None:
    for code, label, sentence in VERBS:
        verbs.register(code, Verb(code, label, sentence))
