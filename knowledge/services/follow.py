"""Following all items of an author, a tag, a category or an office."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from accounts.models import Office, Officer
from knowledge.following import forget_follows
from knowledge.models import Category, Watch
from knowledge.services.errors import Refused

Followed: TypeAlias = Category | Office | Officer | Tag


@transaction.atomic
def follow(*, by: Officer, target: Followed, level: str) -> None:
    """Say how much the officer wants to hear of what belongs to ``target``.

    A category or an office stands for what is below it too. ``level`` is one of ``Watch.Level``;
    an empty string ends it. Raises Refused.
    """
    if level and level not in Watch.Level.values:
        raise Refused(_("This level does not exist. Choose one from the page."))
    if target == by:
        raise Refused(_("You are told of your own knowledge anyway."))
    chosen: dict[str, Any] = {column_of(target): target}
    if level:
        Watch.objects.update_or_create(officer=by, **chosen, defaults={"level": level})
    else:
        Watch.objects.filter(officer=by, **chosen).delete()
    forget_follows(by)


def column_of(target: Followed) -> str:
    """The column of ``Watch`` that a target stands in."""
    if isinstance(target, Officer):
        return "author"
    if isinstance(target, Tag):
        return "tag"
    return "category" if isinstance(target, Category) else "office"
