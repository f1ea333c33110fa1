"""The verbs that search records."""

from django.utils.translation import gettext_lazy as _

from core.registry import Verb, verbs

VERBS = [
    ("synonym.saved", _("synonym saved"), _("%(actor)s saved the synonyms %(object)s")),
    ("synonym.removed", _("synonym removed"), _("%(actor)s removed the synonyms %(object)s")),
    ("word.saved", _("word of the search saved"), _("%(actor)s saved the word %(object)s")),
    ("word.removed", _("word of the search removed"), _("%(actor)s removed the word %(object)s")),
]


def register() -> None:
    """Put them into the registry; called in ready()."""
    for code, label, sentence in VERBS:
        verbs.register(code, Verb(code, label, sentence))
