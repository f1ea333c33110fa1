"""Workers that meet, and workers that die: points are neither lost nor doubled.

These tests commit. Between two of them the tables are emptied by TRUNCATE, which fires no row
triggers, so that the ledger's append-only guards do not stand in the way.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.models import Delivery, Outbox
from core.services.deliver import deliver
from knowledge.models import Item
from knowledge.services.errors import Refused
from mileage.models import Account, CapUse, Entry, Reward
from mileage.postings import postings_of
from mileage.services import fold as folding
from mileage.services.decide_redemption import approve_redemption, cancel_redemption
from mileage.services.fold import fold, fold_undelivered
from mileage.services.policies import load_start_policy
from mileage.services.post import post, post_many
from mileage.services.proof import differences
from mileage.services.redeem import redeem
from mileage.services.replay import replay
from mileage.services.reverse import reverse
from mileage.services.vest import vest_due
from tests.core.test_delivery import database_url
from tests.mileage.people import at, balance, held, item_published, person, policy
from tests.mileage.year import months
from tests.threads import at_once, raised

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("ledger_alone"),
]
MORNING = at("2026-03-02 10:00")


def together(*works: Callable[[], object]) -> None:
    """Run these at the same moment, each on a connection of its own; errors come out."""
    gate = threading.Barrier(len(works))
    errors: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait()
            work()
        except Exception as error:  # noqa: BLE001 - told by the test's own thread
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_two_workers_on_one_event_pay_once() -> None:
    kim = person("kim")
    activity = item_published(kim, when=MORNING)
    # Past the delivery rows, so that the ledger's own key has to decide.
    together(*[lambda: post_many(postings_of(activity))] * 4)
    assert Entry.objects.count() == 1
    assert held(kim) == 5
    assert differences() == []


def test_two_workers_on_one_delivery_pay_once() -> None:
    kim = person("kim")
    activity = item_published(kim, when=MORNING)
    together(*[lambda: deliver(activity.pk)] * 3)
    assert held(kim) == 5
    assert Delivery.objects.filter(activity=activity, handler="mileage").count() == 1


def test_a_key_without_a_rule_is_posted_once_by_all_who_meet() -> None:
    policy("2026-01-01", superior=100)
    kim = person("kim")
    found: list[Entry] = []

    def work() -> None:
        found.append(post(key="k", event="publish", officer=kim, occurred_at=MORNING))

    together(*[work] * 4)
    assert len({entry.pk for entry in found}) == 1


def test_two_workers_do_not_pass_a_cap() -> None:
    load_start_policy()
    kim = person("kim")
    activities = [item_published(kim, when=MORNING) for _ in range(6)]
    together(*[lambda a=a: deliver(a.pk) for a in activities])
    assert held(kim) == 15
    assert Entry.objects.filter(leg_count=0, reason="capped").count() == 3
    assert set(CapUse.objects.values_list("used", flat=True)) == {15}


def test_the_caps_of_two_officers_at_once_keep_apart_and_nobody_waits_in_a_circle() -> None:
    load_start_policy()
    kim, lee = person("kim"), person("lee")
    activities = [
        item_published(*pair, when=MORNING) for pair in [(kim, lee), (lee, kim), (kim,), (lee,)] * 3
    ]
    together(*[lambda a=a: deliver(a.pk) for a in activities])
    assert not Outbox.objects.exists()
    assert (held(kim), held(lee)) == (15, 15)
    assert differences() == []
    assert replay().lines == []


def test_a_year_in_two_workers_hands_is_a_ledger_that_a_replay_gives_again() -> None:
    policy("2025-01-01", publish={"amount": 5, "cap_day": 7, "hold_days": 7}, superior=9)
    officers = [person(name) for name in ("kim", "lee", "park", "choi")]
    activities = months(60, officers)
    together(
        lambda: [deliver(a.pk) for a in activities[::2]],
        lambda: [deliver(a.pk) for a in activities[1::2]],
        lambda: [deliver(a.pk) for a in reversed(activities)],
    )
    assert not Outbox.objects.exists()
    assert differences() == []
    outcome = replay()
    assert (outcome.lines, outcome.entries) == ([], Entry.objects.count())


def test_two_vesting_jobs_pay_once() -> None:
    kim = person("kim")
    fold([item_published(kim, when=at(f"2026-03-0{day} 10:00")) for day in range(1, 7)])

    def work() -> None:
        with clock.at(at("2026-04-01 03:00")):
            vest_due()

    together(work, work, work)
    assert (held(kim), balance(kim)) == (0, 30)
    assert differences() == []


def test_a_hold_that_ends_while_it_is_taken_back_does_not_pay() -> None:
    kim = person("kim")
    fold([item_published(kim, when=MORNING)])
    entry = Entry.objects.get()

    def work() -> None:
        with clock.at(at("2026-04-01 03:00")):
            vest_due()

    together(work, lambda: reverse(entry=entry, reason="mistake"))
    assert (held(kim), balance(kim)) == (0, 0)
    assert Entry.objects.filter(reverses=entry).count() == 1
    assert differences() == []


# Forks a worker for each line "activity statement" that comes in, which kills itself before
# that statement, and answers how it ended.
KILLED = """
import os, sys, django
django.setup()
from django.db import connection
from core import registry
from core.services import deliver
from mileage.services import book
copy_rows = book.copy_rows
registry.handlers._entries = {"mileage": registry.handlers["mileage"]}
for line in sys.stdin:
    activity, last = map(int, line.split())
    child = os.fork()
    if child == 0:
        seen = 0
        def count(execute, sql, params, many, context):
            global seen
            if seen == last:
                os.kill(os.getpid(), 9)
            seen += 1
            return execute(sql, params, many, context)
        def copy(*args):
            count(lambda *_: copy_rows(*args), "COPY", None, False, None)
        book.copy_rows = copy
        with connection.execute_wrapper(count):
            done = deliver.deliver(activity)
        os._exit(0 if done else 1)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_a_worker_killed_before_any_statement_of_a_posting_costs_nobody_a_point() -> None:
    load_start_policy()
    writers = [person("kim"), person("lee")]
    server = subprocess.Popen(
        [sys.executable, "-c", KILLED],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ckp.settings",
            "DATABASE_URL": database_url(),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    ended = -9
    for statement in range(80):
        day = at("2025-01-01 10:00").replace(month=1 + statement // 28, day=1 + statement % 28)
        activity = item_published(*writers, when=day)
        server.stdin.write(f"{activity.pk} {statement}\n")
        server.stdin.flush()
        ended = int(server.stdout.readline())
        assert ended in (0, -9)
        if ended == -9:
            # Nothing of it is there, or all of it; the sweep finishes what is left.
            assert Entry.objects.filter(activity=activity).count() in (0, 2)
            assert differences() == []
        deliver(activity.pk)
        assert Entry.objects.filter(activity=activity, leg_count=2).count() == 2
        assert [held(one) for one in writers] == [3 * (statement + 1), 2 * (statement + 1)]
        assert not Outbox.objects.filter(pk=activity.pk).exists()
        if ended == 0:
            break
    server.stdin.close()
    server.wait(10)
    server.stdout.close()
    assert ended == 0, "more statements than the test kills"
    assert statement >= 12
    assert Account.objects.filter(kind="pending", officer=writers[0]).count() == 1
    assert differences() == []
    assert replay().lines == []


def test_folds_and_workers_at_once_give_a_ledger_that_a_replay_gives_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(folding, "BATCH", 20)
    policy("2025-01-01", publish={"amount": 5, "cap_day": 7, "hold_days": 7}, superior=9)
    officers = [person(name) for name in ("kim", "lee", "park", "choi")]
    activities = months(120, officers)
    together(
        fold_undelivered,
        fold_undelivered,
        lambda: [deliver(a.pk) for a in reversed(activities)],
    )
    assert Delivery.objects.filter(handler="mileage").count() == 120
    assert differences() == []
    outcome = replay()
    assert (outcome.lines, outcome.entries) == ([], Entry.objects.count())


FOLD = """
import os, sys, django
django.setup()
from django.db import connection
from core import registry
from mileage.services import book, fold
registry.handlers._entries = {"mileage": registry.handlers["mileage"]}
fold.BATCH = 10
left = int(sys.argv[1])
def count(execute, *args):
    global left
    if left == 0:
        os.kill(os.getpid(), 9)
    left -= 1
    return execute(*args)
copy_rows = book.copy_rows
book.copy_rows = lambda *args: count(copy_rows, *args)
with connection.execute_wrapper(count):
    fold.fold_undelivered()
"""


@pytest.mark.parametrize("statement", [2, 17, 26, 33])
def test_a_fold_that_is_killed_goes_on_where_it_was(statement: int) -> None:
    load_start_policy()
    months(60, [person(name) for name in ("kim", "lee", "park", "choi")])
    environment = {"DJANGO_SETTINGS_MODULE": "ckp.settings", "DATABASE_URL": database_url()}
    command = [sys.executable, "-c", FOLD, str(statement)]
    ended = subprocess.run(command, env={**os.environ, **environment}).returncode
    assert ended == -9
    done = Delivery.objects.filter(handler="mileage").count()
    assert done in {0, 10, 20}
    assert fold_undelivered() == 60 - done
    assert differences() == []
    outcome = replay()
    assert (outcome.lines, outcome.entries) == ([], Entry.objects.count())


def asks(wanted: Reward, who: Officer, token: UUID | None = None) -> object:
    """The request, or why there is none."""
    try:
        return redeem(reward=wanted, by=who, points=wanted.points, token=token or uuid4())
    except Refused as refusal:
        return refusal


def voucher(**changes: int) -> Reward:
    names = {"name_ko": "가", "name_en": "a", "text_ko": "가", "text_en": "a"}
    return Reward.objects.create(**names, **({"points": 8} | changes))


def earns(who: Officer, times: int) -> None:
    for _ in range(times):
        post(key=uuid4().hex, event="evaluation", officer=who, occurred_at=MORNING)


def test_two_requests_at_once_for_the_last_points_one_is_paid() -> None:
    kim = person("kim")
    earns(kim, 2)
    # Two rewards, and a pot that is there already: nothing but the balance stands between them.
    shelf = [voucher(), voucher()]
    asks(shelf[0], kim)
    results = at_once(*[lambda w=w: asks(w, kim) for w in shelf])
    assert sorted(type(result).__name__ for result in results) == ["Redemption", "Refused"]
    assert balance(kim) == 0
    assert differences() == []


def test_two_requests_at_once_for_the_last_piece_one_gets_it() -> None:
    kim, lee, wanted = person("kim"), person("lee"), voucher(stock=1)
    for who in (kim, lee):
        earns(who, 1)
    results = at_once(lambda: asks(wanted, kim), lambda: asks(wanted, lee))
    assert sorted(type(result).__name__ for result in results) == ["Redemption", "Refused"]
    wanted.refresh_from_db()
    assert (wanted.stock, balance(kim) + balance(lee)) == (0, 8)


def test_one_form_sent_by_two_fingers_asks_once() -> None:
    kim, wanted, token = person("kim"), voucher(), uuid4()
    earns(kim, 3)
    first, second = at_once(*[lambda: asks(wanted, kim, token)] * 2)
    assert first == second
    assert balance(kim) == 16


def test_a_request_cancelled_while_it_is_approved_ends_one_way() -> None:
    kim, boss, wanted = person("kim"), person("boss"), voucher(stock=1)
    grant_role(officer=boss, role=roles.ADMIN)
    earns(kim, 1)
    redemption = redeem(reward=wanted, by=kim, points=8, token=uuid4())
    results = at_once(
        lambda: approve_redemption(redemption=redemption, by=boss),
        lambda: cancel_redemption(redemption=redemption, by=kim),
    )
    assert len(raised(results, Refused)) == 1
    redemption.refresh_from_db()
    wanted.refresh_from_db()
    back = redemption.state == "cancelled"
    assert (balance(kim), wanted.stock) == ((8, 1) if back else (0, 0))
    assert differences() == []
    assert replay().lines == []


def test_an_item_published_twice_at_once_by_different_writers_is_paid_once() -> None:
    load_start_policy()
    kim, lee = person("kim"), person("lee")
    first = item_published(kim, when=MORNING)
    item = Item.objects.get(pk=first.object_id)
    second = item_published(lee, item=item, when=MORNING)
    together(*[lambda a=a: post_many(postings_of(a)) for a in (first, second) * 2])
    assert held(kim) + held(lee) == 5
    assert sorted(Entry.objects.values_list("reason", flat=True)) == ["", "duplicate"]
