"""The form check (S1): the coordinator accepts, returns or rejects a submission."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from knowledge.locks import lock_item
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.publish import publish_item
from knowledge.services.refuse import reject_item, return_item


class Shortcoming(models.TextChoices):
    """The usual reasons for a return; each is the beginning of what the author reads."""

    INCOMPLETE = "incomplete", _("Something is missing: steps, conditions or the legal basis.")
    DUPLICATE = "duplicate", _("The same is already published. Please add to that item.")
    PERSONAL = "personal", _("It contains personal data. Please take it out.")
    CONFIDENTIAL = "confidential", _("It contains confidential matters. Please take them out.")
    CATEGORY = "category", _("It lies in the wrong category. Please choose another one.")


@transaction.atomic
def accept_submission(*, item: Item, by: Officer, seen: int | None = None) -> Item:
    """Publish; a worker then opens the peers' round. Raises Refused.

    ``seen`` is the revision that the coordinator has read, here and below: where the author took
    the item back and submitted another text meanwhile, nothing is decided.
    """
    _require_seen(item, seen)
    return publish_item(item=item, by=by)


@transaction.atomic
def return_submission(*, item: Item, by: Officer, reason: str, seen: int | None = None) -> Item:
    """Give it back with reasons. Raises Refused, also without a reason."""
    _require_seen(item, seen)
    return return_item(item=item, by=by, reason=reason)


@transaction.atomic
def reject_submission(*, item: Item, by: Officer, reason: str, seen: int | None = None) -> Item:
    """Turn it down for good. Raises Refused, also without a reason."""
    _require_seen(item, seen)
    return reject_item(item=item, by=by, reason=reason)


def _require_seen(item: Item, seen: int | None) -> None:
    if seen is not None and lock_item(item.pk).current_revision_id != seen:
        raise Refused(
            _("The author has submitted another text since you opened this page. Read it first.")
        )
