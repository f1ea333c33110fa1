"""Who may do it, and in which state. Services ask again what views have asked."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from knowledge.access import OPEN_STATES, is_writer
from knowledge.models import Item
from knowledge.services.errors import Refused


def require_status(item: Item, allowed: Container[str], message: Any) -> None:
    """Refuse with ``message`` unless the locked item's status is one of ``allowed``."""
    if item.status not in allowed:
        raise Refused(message)


def require_writer(item: Item, by: Officer) -> None:
    """Refuse everybody but the author and the co-authors."""
    if not is_writer(by, item):
        raise Refused(_("Only those who wrote this item can do that. Ask its author."))


def require_author(item: Item, by: Officer) -> None:
    """Refuse everybody but the author."""
    if item.author_id != by.pk:
        raise Refused(_("Only the author can do that. Ask the author of this item."))


def looks_after(by: Officer, item: Item) -> bool:
    """Coordinator of the owning office, or administrator."""
    return is_coordinator_of(by, item.office_id) or is_admin(by)


def require_checker(item: Item, by: Officer) -> None:
    """Refuse all but those who may check the form: never an item's own writer."""
    if is_writer(by, item):
        raise Refused(
            _("You wrote this item yourself. Ask another coordinator or an administrator.")
        )
    if not looks_after(by, item):
        raise Refused(_("Only the KM coordinator of the office in charge can do that."))


def require_open(item: Item) -> None:
    """Refuse changes of the text while somebody judges it, and after its life."""
    if item.status == Item.Status.SUBMITTED:
        raise Refused(
            _("This item has been submitted. Withdraw the submission first, then change it.")
        )
    require_status(
        item,
        OPEN_STATES,
        _("This item can no longer be changed. Write a new one if there is need."),
    )


def require_reason(reason: str) -> str:
    """The reason without spaces around it. Refuse an empty one."""
    text = reason.strip()
    if not text:
        raise Refused(_("The reason is missing. Write it, as the writers will read it."))
    return text
