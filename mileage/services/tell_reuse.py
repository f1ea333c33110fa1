"""Telling that an item helped at the desk."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from knowledge.access import is_writer
from knowledge.models import Item
from knowledge.services.errors import Refused
from mileage.models import Reuse
from mileage.services.seasons import season_at

SHORTEST_STORY = 20
LONGEST_STORY = 1000


def tell_reuse(*, item: Item, by: Officer, story: str) -> Reuse:
    """Say how a published item was used at the desk; its coordinator verifies it. Raises Refused.

    Once an item and half-year, and never of one's own work. The caller has seen that the officer
    may read the item.
    """
    if item.status != Item.Status.PUBLISHED:
        raise Refused(_("Only published knowledge can be used. Reload the page to see its state."))
    if is_writer(by, item):
        raise Refused(_("You wrote this yourself. Others tell whether it helped them."))
    text = story.strip()
    if not SHORTEST_STORY <= len(text) <= LONGEST_STORY:
        raise Refused(
            _("Say in %(least)d to %(most)d characters what you used it for.")
            % {"least": SHORTEST_STORY, "most": LONGEST_STORY}
        )
    season = season_at(clock.now())
    try:
        with transaction.atomic():
            reuse = Reuse.objects.create(item=item, officer=by, season=season, story=text)
            record(
                verb="mileage.reuse_told",
                obj=reuse,
                actor=by,
                key=f"mileage.reuse_told:{reuse.pk}",
                data={"item": item.pk},
            )
    except IntegrityError as error:
        raise Refused(
            _("You have told of this item in this half-year already. Thank you.")
        ) from error
    return reuse
