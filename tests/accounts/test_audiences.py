"""One row's audience and an officer's rights say the same."""

from __future__ import annotations

import pytest

from accounts.models import Audience
from accounts.models.audience import AudienceMember
from accounts.rights import resolve
from accounts.services.audiences import audience_for, is_in_audience
from tests.cast import office, officer

pytestmark = pytest.mark.django_db


def test_asking_one_audience_agrees_with_all_rights() -> None:
    top = office("TOP")
    below, beside = office("BELOW", parent=top), office("BESIDE")
    people = [
        officer(f"{place.code}-{grade}", at=place, grade=grade)
        for place in (top, below, beside)
        for grade in (3, 7)
    ] + [officer("nowhere", at=None)]
    club = audience_for(kind=Audience.Kind.COMMUNITY, community="club")
    AudienceMember.objects.create(audience=club, officer=people[0])
    audiences = [
        audience_for(kind=Audience.Kind.ALL),
        audience_for(kind=Audience.Kind.ALL, lowest_grade=5),
        audience_for(kind=Audience.Kind.PUBLIC),
        audience_for(kind=Audience.Kind.OFFICE, office=top),
        audience_for(kind=Audience.Kind.OFFICE, office=below, lowest_grade=5),
        club,
    ]
    for person in people:
        person.refresh_from_db()
        ids = resolve(person).audience_ids
        for audience in Audience.objects.filter(pk__in=[row.pk for row in audiences]):
            assert is_in_audience(person, audience) is (audience.pk in ids), (person, audience)


def test_who_has_left_reads_nothing() -> None:
    person = officer("gone")
    person.is_active = False
    assert not is_in_audience(person, audience_for(kind=Audience.Kind.ALL))
