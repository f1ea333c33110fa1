"""The officer of a session comes from the cache and is never out of date."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from accounts import roles
from accounts.backends import OfficerBackend
from accounts.rights import rights_of
from accounts.services.roles import grant_role, revoke_role
from tests.cast import office, officer

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_request_asks_the_database_nothing(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    person = officer("reader", at=office("BUS"))
    OfficerBackend().get_user(person.pk)
    with django_assert_num_queries(0):
        known = OfficerBackend().get_user(person.pk)
        assert known is not None
        rights_of(known)


def test_a_role_is_gone_with_the_next_request() -> None:
    person = officer("reader", at=office("BUS"))
    grant_role(officer=person, role=roles.EVALUATOR)
    known = OfficerBackend().get_user(person.pk)
    assert known is not None
    assert roles.is_evaluator(known)
    revoke_role(officer=person, role=roles.EVALUATOR)
    known = OfficerBackend().get_user(person.pk)
    assert known is not None
    assert not roles.is_evaluator(known)


def test_a_leaver_is_signed_out_at_once() -> None:
    person = officer("leaver", at=office("BUS"))
    assert OfficerBackend().get_user(person.pk)
    person.is_active = False
    person.save()
    assert OfficerBackend().get_user(person.pk) is None


def test_an_empty_cache_costs_queries_only() -> None:
    person = officer("reader", at=office("BUS"))
    cache.clear()
    known = OfficerBackend().get_user(person.pk)
    assert known == person
