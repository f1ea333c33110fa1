"""Sign-in backend that takes the officer of a session from the cache."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.cache import cache

from accounts import epoch
from accounts.models import Officer
from accounts.rights import resolve
from core import registry

KEEP_SECONDS = 600


class OfficerBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend; one cache read, no query, for each request of a signed-in officer."""

    def get_user(self, user_id: Any) -> Officer | None:
        """The officer with resolved rights, or None if unknown or inactive."""
        key = f"officer-{user_id}"
        carried = [key_of(user_id) for key_of in registry.carried]
        found = cache.get_many([key, epoch.KEY, *carried])
        now = epoch.current(found.get(epoch.KEY))
        if key in found and found[key][0] == now:
            officer: Officer = found.pop(key)[1]
            officer.carried = found
            return officer if officer.is_active else None
        return self._load(user_id, key, now)

    def _load(self, user_id: Any, key: str, now: str) -> Officer | None:
        officer = Officer.objects.select_related("office").filter(pk=user_id).first()
        if officer is None or not officer.is_active:
            return None
        officer.cached_rights = resolve(officer)
        cache.set(key, (now, officer), KEEP_SECONDS)
        return officer
