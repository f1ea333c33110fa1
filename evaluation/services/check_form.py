"""The form check (S1): the coordinator accepts, returns or rejects a submission."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from knowledge.models import Item
from knowledge.services.publish import publish_item
from knowledge.services.refuse import reject_item, return_item


class Shortcoming(models.TextChoices):
    """The usual reasons for a return; each is the beginning of what the author reads."""

    INCOMPLETE = "incomplete", _("Something is missing: steps, conditions or the legal basis.")
    DUPLICATE = "duplicate", _("The same is already published. Please add to that item.")
    PERSONAL = "personal", _("It contains personal data. Please take it out.")
    CONFIDENTIAL = "confidential", _("It contains confidential matters. Please take them out.")
    CATEGORY = "category", _("It lies in the wrong category. Please choose another one.")


def accept_submission(*, item: Item, by: Officer) -> Item:
    """Publish; a worker then opens the peers' round. Raises Refused."""
    return publish_item(item=item, by=by)


def return_submission(*, item: Item, by: Officer, reason: str) -> Item:
    """Give it back with reasons. Raises Refused, also without a reason."""
    return return_item(item=item, by=by, reason=reason)


def reject_submission(*, item: Item, by: Officer, reason: str) -> Item:
    """Turn it down for good. Raises Refused, also without a reason."""
    return reject_item(item=item, by=by, reason=reason)
