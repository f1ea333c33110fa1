"""Who is told of what, once, and never of what they may not read."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts import roles
from accounts.backends import OfficerBackend
from accounts.epoch import forget_rights
from accounts.models import Audience
from accounts.services.audiences import audience_for
from accounts.services.roles import grant_role
from core import registry
from core.models import Activity
from knowledge.models import Item, Watch
from notifications.kinds import KINDS
from notifications.models import Notice
from notifications.rules import RULES
from notifications.services.notify import notify
from notifications.unread import unread_count, unread_key
from tests.cast import Cast, cast, office, officer, published
from tests.notifications.helping import told

pytestmark = pytest.mark.django_db


def test_coordinators_of_the_office_and_above_hear_of_a_submission() -> None:
    busan = office("BSN")
    author = officer("author", at=office("YGD", parent=busan))
    item = published(author)
    Item.objects.filter(pk=item.pk).update(status="submitted")
    for name, place in [("here", busan), ("elsewhere", office("ICN"))]:
        person = officer(name, at=place)
        grant_role(officer=person, role=roles.COORDINATOR, office=place)
    assert told(item, "item.submitted", author) == {"here": "to_check"}


def test_a_comment_reaches_each_for_the_most_personal_reason() -> None:
    house = office("BSN")
    author, watcher, muted, asker, called, talker = (
        officer(name, at=house)
        for name in ("author", "watcher", "muted", "asker", "called", "talker")
    )
    item = published(author)
    Watch.objects.create(item=item, officer=watcher)
    Watch.objects.create(item=item, officer=muted, level=Watch.Level.MUTED)
    assert told(
        item,
        "item.commented",
        talker,
        parent_author=asker.pk,
        comment=1,
        mentions=[called.pk, asker.pk, muted.pk, talker.pk],
    ) == {
        "author": "commented",
        "watcher": "discussed",
        "asker": "mentioned",
        "called": "mentioned",
    }
    assert told(item, "item.commented", author, comment=2) == {"watcher": "discussed"}


def test_nobody_is_told_of_what_they_may_not_read() -> None:
    busan = office("BSN")
    author = officer("author", at=busan)
    item = published(author, audience=audience_for(kind=Audience.Kind.OFFICE, office=busan))
    outsider = officer("outsider", at=office("ICN"))
    Watch.objects.create(item=item, officer=outsider)
    assert told(item, "item.commented", author, comment=1, mentions=[outsider.pk]) == {}


def test_telling_twice_changes_nothing() -> None:
    house = office("BSN")
    author, talker = officer("author", at=house), officer("talker", at=house)
    item = published(author)
    told(item, "item.commented", talker, comment=1)
    notify(Activity.objects.get(verb="item.commented"))
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_badge_counts_what_is_unread(client: Client) -> None:
    house = office("BSN")
    author, talker = officer("author", at=house), officer("talker", at=house)
    item = published(author)
    assert unread_count(author) == 0
    told(item, "item.commented", talker, comment=1)
    assert unread_count(author) == 1
    client.force_login(author)
    notice = Notice.objects.get()
    answer = client.get(f"/notifications/{notice.pk}/")
    assert answer["Location"].endswith("#comment-1")
    assert unread_count(author) == 0


@pytest.mark.django_db(transaction=True)
def test_the_badge_of_the_next_request_is_true() -> None:
    """Where the number comes from the cache together with the officer."""
    house = office("BSN")
    author, talker = officer("author", at=house), officer("talker", at=house)

    def of_a_request() -> int:
        found = OfficerBackend().get_user(author.pk)
        assert found is not None
        return unread_count(found)

    item = published(author)
    assert [of_a_request() for _request in range(3)] == [0, 0, 0]
    told(item, "item.commented", talker, comment=1)
    assert [of_a_request() for _request in range(3)] == [1, 1, 1]
    kept = OfficerBackend().get_user(author.pk)
    assert kept is not None
    assert unread_key(author.pk) in kept.carried
    # A change of rights may take an item from the inbox: numbers of before are not believed.
    forget_rights()
    Notice.objects.all().delete()
    assert [of_a_request() for _request in range(2)] == [0, 0]


def test_a_notice_is_the_receivers_only(client: Client) -> None:
    house = office("BSN")
    author, talker = officer("author", at=house), officer("talker", at=house)
    told(published(author), "item.commented", talker, comment=1)
    client.force_login(talker)
    assert client.get(f"/notifications/{Notice.objects.get().pk}/").status_code == 404
    assert client.get("/notifications/").context["cards"] == []


def test_a_revision_of_details_alone_tells_nobody() -> None:
    house = office("BSN")
    author, watcher = officer("author", at=house), officer("watcher", at=house)
    item = published(author)
    Watch.objects.create(item=item, officer=watcher)
    assert told(item, "item.revised", author, changed_share=0.0) == {}
    assert told(item, "item.revised", author, changed_share=0.02) == {"watcher": "revised"}


def test_the_reporter_is_thanked_and_named_to_nobody(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    people = cast()
    item = published(people.author)
    verbs(monkeypatch, "report.accepted", "report.verified")
    monkeypatch.setitem(registry.payees._entries, "test", lambda activity: [people.stranger.pk])
    told_of = told(item, "report.accepted", None, writers=[people.author.pk])
    assert told_of == {"author": "report_accepted", "stranger": "report_thanked"}
    told(item, "report.verified", None)
    client.force_login(people.author)
    page = client.get("/notifications/").content.decode()
    assert "was found right" in page or "인정" in page
    assert people.stranger.name not in page
    people.admin.is_staff = people.admin.is_superuser = True
    people.admin.save()
    client.force_login(people.admin)
    listed = client.get("/admin/notifications/notice/").content.decode()
    assert people.author.name in listed
    assert people.stranger.name not in listed


def test_mutes_do_not_keep_duties_away(monkeypatch: pytest.MonkeyPatch) -> None:
    people = cast()
    item = published(people.author)
    for person in (people.author, people.evaluator):
        Watch.objects.create(item=item, officer=person, level=Watch.Level.MUTED)
    verbs(monkeypatch, "report.fixing")
    assert told(item, "report.fixing", None) == {"author": "repair"}
    assert told(item, "item.returned", people.coordinator) == {"author": "returned"}
    assert told(item, "item.commented", people.stranger, comment=1) == {}
    due = {"evaluator": people.evaluator.pk, "due": "2026-11-24T09:00:00+09:00"}
    assert told(item, "evaluation.assigned", None, **due) == {"evaluator": "assigned"}


def test_appeals_reach_writers_and_those_in_charge(
    people: Cast, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    verbs(monkeypatch, "round.appealed", "appeal.decided", "round.lapsed", "round.annulled")
    assert told(item, "round.appealed", people.author, round=1) == {"coordinator": "appealed"}
    both = {"coordinator": "appeal_decided", "author": "appeal_decided"}
    assert told(item, "appeal.decided", None, round=1) == both
    assert told(item, "round.lapsed", None, round=1) == {"author": "lapsed"}
    assert told(item, "round.annulled", None, round=1) == {"author": "annulled"}


def test_what_is_about_no_item_reaches_whom_it_names(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    verbs(monkeypatch, "mileage.level", "evaluator.suspended", "evaluation.alerted")
    for verb, kind in [("mileage.level", "level"), ("evaluator.suspended", "suspended")]:
        assert told_of_office(people, verb, officer=people.stranger.pk) == {"stranger": kind}
    lines = [{"officer": people.author.pk}, {"officer": people.colleague.pk}]
    both = {"author": "points_expired", "colleague": "points_expired"}
    verbs(monkeypatch, "mileage.expired")
    assert told_of_office(people, "mileage.expired", lines=lines) == both
    assert told_of_office(people, "mileage.proof_failed") == {"admin": "proof_failed"}
    assert told_of_office(people, "evaluation.alerted") == {"admin": "alerted"}


def test_every_kind_can_happen_and_every_rule_has_its_words() -> None:
    reasons = {
        kind
        for kind in KINDS
        for path in ("items", "judging", "reports", "mileage")
        if f'"{kind}"' in source(path)
    }
    assert reasons == set(KINDS)
    assert all("%(actor)s" not in str(KINDS[kind].sentence) for kind in ("alerted", "repair"))
    assert set(RULES) >= {"round.lapsed", "report.recalled", "mileage.level"}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def item(people: Cast) -> Item:
    return published(people.author)


def source(name: str) -> str:
    from pathlib import Path

    import notifications

    return (Path(notifications.__file__).parent / "rules" / f"{name}.py").read_text()


def verbs(monkeypatch: pytest.MonkeyPatch, *codes: str) -> None:
    """Verbs that apps above knowledge record."""
    for code in codes:
        monkeypatch.setitem(registry.verbs._entries, code, registry.Verb(code, code, code))


def told_of_office(people: Cast, verb: str, **data: object) -> dict[str, str]:
    """The same as ``told``, of something that is no item."""
    from django.db import transaction

    from core.services.record import record

    with transaction.atomic():
        activity = record(verb=verb, obj=people.busan, key=f"{verb}:x", data=data)
    notify(activity)
    rows = Notice.objects.filter(activity=activity).select_related("officer")
    return {row.officer.username: row.kind for row in rows}
