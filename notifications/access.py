"""Who stands behind the signed word of a mail."""

from __future__ import annotations

from django.http import Http404

from accounts.models import Officer


def get_mail_officer(officer_id: int) -> Officer:
    """The officer that a mail went to. Raises Http404 for one who has left."""
    rows = Officer.objects.filter(is_active=True).select_related("office")
    officer = rows.filter(pk=officer_id).first()
    if officer is None:
        raise Http404
    return officer
