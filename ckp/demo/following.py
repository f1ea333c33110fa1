"""What the demo accounts follow, and what of a year of notices they have read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F

from knowledge.models import Category
from knowledge.services.follow import follow
from notifications.models import Notice

if TYPE_CHECKING:
    from ckp.demo.year import Year

# Account, top category by its place in the tree, level.
FOLLOWED = [
    ("officer", 0, "watching"),
    ("officer", 1, "first_post"),
    ("colleague", 2, "tracking"),
    ("leader", 0, "first_post"),
    ("admin", 3, "watching"),
]
UNREAD = timedelta(days=12)


def start_following(year: Year) -> None:
    """Each account follows a category or two, and the first officer a colleague."""
    tops = list(Category.objects.filter(parent=None).order_by("tree_id"))
    for username, place, level in FOLLOWED:
        follow(by=year.people.named(username), target=tops[place % len(tops)], level=level)
    officer, colleague = year.people.named("officer"), year.people.named("colleague")
    follow(by=officer, target=colleague, level="watching")


def settle_notices(year: Year) -> None:
    """The past is read and is not mailed any more."""
    Notice.objects.filter(created_at__lt=year.now - UNREAD).update(read_at=F("created_at"))
    Notice.objects.update(mail=Notice.Mail.NOT_WANTED, mail_due_at=None)
