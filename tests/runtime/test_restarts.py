"""What people meet while PostgreSQL or Valkey is away, and what is left afterwards."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from tests.runtime.portal import PASSWORD, Answer, Browser, Portal, own_folder

# Officers for every test, so that no test counts what another did.
OFFICERS = [f"officer{number}" for number in range(12)]
FILL = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.cast import office, officer, published
author = officer("author", at=office("BSN"))
port = office("ICN")
for name in {OFFICERS}:
    person = officer(name, at=port)
    person.set_password("{PASSWORD}")
    person.save()
print(published(author, title="Transit declaration").pk)
"""


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    running = Portal(own_folder())
    try:
        assert running.run(FILL) == "1"
        running.start_web()
        yield running
    finally:
        running.stop()


ITEM = "/knowledge/1/"
PATHS = ["/", "/knowledge/", ITEM, "/search/?q=transit", "/notifications/", "/mileage/"]


@contextmanager
def visitors(portal: Portal, usernames: list[str]) -> Iterator[list[Answer]]:
    """Signed-in officers who go from page to page during the block; yields what they see."""
    seen: list[Answer] = []
    stop = threading.Event()

    def walk(browser: Browser, start: int) -> None:
        at = start
        while not stop.is_set():
            seen.append(browser.get(PATHS[at % len(PATHS)]))
            at += 1
            time.sleep(0.02)

    threads = []
    for number, username in enumerate(usernames):
        browser = portal.browser()
        assert browser.sign_in(username).status == 200
        assert browser.is_signed_in
        threads.append(threading.Thread(target=walk, args=(browser, number)))
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def until(true: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether it becomes true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def outcome(seen: list[Answer]) -> str:
    """What was seen, for the message of a failed test."""
    slowest = max(seen, key=lambda answer: answer.seconds)
    return f"{Counter((a.path, a.status) for a in seen)}; slowest: {slowest.path} {slowest.seconds}"


def test_pages_answer_while_valkey_is_away(portal: Portal) -> None:
    with visitors(portal, OFFICERS[:3]) as seen:
        time.sleep(0.5)
        portal.stop_queue()
        time.sleep(2)
        portal.start_queue()
        time.sleep(1)
    assert len(seen) > 30
    assert {answer.status for answer in seen} == {200}, outcome(seen)
    assert all(answer.is_clear for answer in seen)
    assert max(answer.seconds for answer in seen) < 5, outcome(seen)


@contextmanager
def without_valkey(portal: Portal) -> Iterator[None]:
    portal.stop_queue()
    try:
        yield
    finally:
        portal.start_queue()


def test_sign_in_works_while_valkey_is_away(portal: Portal) -> None:
    browser = portal.browser()
    with without_valkey(portal):
        answer = browser.sign_in(OFFICERS[3])
        assert answer.status == 200, answer
        assert answer.seconds < 5
        assert browser.is_signed_in
    assert browser.is_signed_in


def test_guessing_a_password_is_stopped_while_valkey_is_away(portal: Portal) -> None:
    browser = portal.browser()
    with without_valkey(portal):
        for _ in range(5):
            assert browser.sign_in(OFFICERS[4], "wrong").status == 200
        browser.sign_in(OFFICERS[4])
        assert not browser.is_signed_in
        assert portal.browser().sign_in(OFFICERS[5]).status == 200


def test_who_signs_out_while_valkey_is_away_stays_signed_out(portal: Portal) -> None:
    browser, copy = portal.browser(), portal.browser()
    browser.sign_in(OFFICERS[6])
    for cookie in browser.cookies:
        copy.cookies.set_cookie(cookie)
    assert copy.is_signed_in
    with without_valkey(portal):
        browser.post("/accounts/logout/")
        assert not browser.is_signed_in
    assert until(lambda: not copy.is_signed_in, 5)


def test_rights_taken_while_valkey_is_away_are_gone(portal: Portal) -> None:
    browser = portal.browser()
    browser.sign_in(OFFICERS[7])
    assert browser.is_signed_in
    with without_valkey(portal):
        portal.run(
            "from accounts.models import Officer\n"
            f"officer = Officer.objects.get(username='{OFFICERS[7]}')\n"
            "officer.is_active = False\n"
            "officer.save()\n"
        )
        assert not browser.is_signed_in
    assert until(lambda: not browser.is_signed_in, 5)
    time.sleep(3)
    assert not browser.is_signed_in


def test_no_reading_is_lost_with_valkey(portal: Portal) -> None:
    before, meanwhile, after = (portal.browser() for _ in range(3))
    for browser, username in zip((before, meanwhile, after), OFFICERS[8:11], strict=True):
        browser.sign_in(username)
    assert before.get(ITEM).status == 200
    with without_valkey(portal):
        assert meanwhile.get(ITEM).status == 200
    assert after.get(ITEM).status == 200
    counted = portal.run(
        "from knowledge.models import Item, Reading\n"
        "from knowledge.services.readings import flush_readings\n"
        "flush_readings()\n"
        f"readers = Reading.objects.filter(officer__username__in={OFFICERS[8:11]})\n"
        "print(readers.count(), Item.objects.get(pk=1).view_count - Reading.objects.count())"
    )
    assert counted == "3 0"


def test_pages_answer_while_valkey_hangs(portal: Portal) -> None:
    browser = portal.browser()
    browser.sign_in(OFFICERS[3])
    with visitors(portal, OFFICERS[:3]) as seen:
        portal.queue.process.send_signal(signal.SIGSTOP)
        try:
            comment = browser.post(f"{ITEM}comments/", source="Thank you.", token=str(uuid4()))
            time.sleep(2)
        finally:
            portal.queue.process.send_signal(signal.SIGCONT)
        time.sleep(1)
    assert {answer.status for answer in seen} == {200}, outcome(seen)
    assert max(answer.seconds for answer in seen) < 8, outcome(seen)
    assert comment.status == 200
    assert comment.seconds < 12


def test_the_database_comes_back_without_a_new_web_server(portal: Portal) -> None:
    assert portal.web is not None
    with visitors(portal, OFFICERS[:3]) as seen:
        time.sleep(0.5)
        portal.stop_database()
        try:
            time.sleep(2)
            stranger = portal.browser().sign_in(OFFICERS[3])
            nowhere = portal.browser().get("/nowhere/")
        finally:
            portal.start_database()
        time.sleep(0.5)
        back = len(seen)
        time.sleep(1.5)
    assert len(seen) > back
    assert {answer.status for answer in seen} == {200, 503}, outcome(seen)
    assert {answer.status for answer in seen[back + 3 :]} == {200}, outcome(seen[back:])
    away = [answer for answer in seen if answer.status == 503]
    assert all(answer.retry_after for answer in away)
    assert all(answer.is_clear for answer in [*seen, stranger, nowhere])
    assert stranger.status == 503
    assert nowhere.status in {404, 503}
    assert max(answer.seconds for answer in seen) < 8, outcome(seen)
    assert portal.web.poll() is None


def test_a_comment_is_there_once_or_was_refused(portal: Portal) -> None:
    posted: list[tuple[str, int]] = []
    stop = threading.Event()
    browser = portal.browser()
    browser.sign_in(OFFICERS[11])
    browser.get(ITEM)

    def talk() -> None:
        while not stop.is_set():
            token = str(uuid4())
            answer = browser.post(f"{ITEM}comments/", source=f"Seen by {token}", token=token)
            posted.append((token, answer.status))
            time.sleep(0.02)

    talker = threading.Thread(target=talk)
    talker.start()
    time.sleep(0.5)
    portal.stop_database()
    time.sleep(1)
    portal.start_database()
    time.sleep(1)
    stop.set()
    talker.join()
    statuses = Counter(status for _, status in posted)
    assert set(statuses) == {200, 503}, statuses
    # Where the answer got lost, people press the button again.
    lost = [token for token, status in posted if status == 503]
    kept = _comments(portal)
    assert all(kept[token] == 1 for token, status in posted if status == 200)
    assert all(kept[token] <= 1 for token in lost)
    for token in lost[:5]:
        again = browser.post(f"{ITEM}comments/", source=f"Seen by {token}", token=token)
        assert again.status == 200
    kept = _comments(portal)
    assert all(kept[token] == 1 for token in lost[:5])


def _comments(portal: Portal) -> Counter[str]:
    """How often each token was said."""
    said = portal.run(
        "from knowledge.models import Comment\n"
        "print(*Comment.objects.values_list('source', flat=True), sep='\\n')"
    )
    return Counter(line.removeprefix("Seen by ") for line in said.splitlines())
