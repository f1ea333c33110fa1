"""The index is a copy of what PostgreSQL says, after every verb and whatever happens."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from tantivy import Query

from accounts.models import Audience
from accounts.services.audiences import audience_for
from core import registry
from core.models import IndexChange
from core.services.changed import changed
from knowledge.models import Item
from knowledge.services.attachments import attach_file, remove_attachment
from knowledge.services.comments import add_comment, edit_comment, remove_comment
from knowledge.services.drafts import delete_draft
from knowledge.services.grade import grade_item, ungrade_item
from knowledge.services.publish import publish_item
from knowledge.services.refuse import reject_item, return_item
from knowledge.services.retire import hide_item, retire_item, show_item
from knowledge.services.revise import restore_revision, revise_item
from knowledge.services.submit import submit_item, withdraw_item
from search.index import reader, store
from search.index.documents import encode
from search.index.follow import Follower
from search.index.rebuild import rebuild
from search.index.schema import SCHEMA
from tests.cast import Cast, cast, category, draft, fields, published, submitted
from tests.searching import Search
from tests.threads import at_once

KEYS = ("pk", "audience", "office", "category", "superior", "published", "changed", "score")


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def indexed() -> set[tuple[object, ...]]:
    """The rows of the index, as far as it keeps what was written."""
    searcher = reader.searcher()
    hits = searcher.search(Query.term_query(SCHEMA, "kind", "item"), 1_000).hits
    places = [address for _score, address in hits]
    columns = [searcher.fast_field_values(key, places) for key in KEYS]
    return set(zip(*columns, strict=True))


def wanted() -> set[tuple[object, ...]]:
    """The same by brute force."""
    items = registry.searchables["item"]
    rows = [json.loads(encode(document)) for document in items.documents(items.ids(0, 10_000))]
    return {tuple(row.get(key) for key in KEYS) for row in rows}


def test_after_every_verb_the_index_holds_what_the_database_says(
    people: Cast, search: Search
) -> None:
    author, checker = people.author, people.coordinator

    def agree() -> int:
        applied = search.follow()
        assert indexed() == wanted()
        return applied

    def words(text: str) -> int:
        agree()
        return len(search.found(people.stranger, text))

    agree()
    item = draft(author, title="보세운송 신고")
    submit_item(item=item, by=author)
    withdraw_item(item=item, by=author)
    submit_item(item=item, by=author)
    return_item(item=item, by=checker, reason="더 적을 것")
    submit_item(item=item, by=author)
    assert words("보세운송") == 0
    publish_item(item=item, by=checker)
    assert words("보세운송") == 1
    first = Item.objects.get(pk=item.pk).current_revision
    assert first is not None
    changes = fields(title="환적 신고", tags=("환적",), category=category("bonded"))
    revise_item(item=item, by=author, fields=changes, base=first)
    assert words("환적") == 1
    inner = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    base = Item.objects.get(pk=item.pk).current_revision
    for readers, seen in ((inner, 0), (None, 1)):
        changes = fields(title="환적 신고", coauthors=(people.colleague,), audience=readers)
        revise_item(item=item, by=author, fields=changes, base=base)
        assert words("환적") == seen
    restore_revision(item=item, by=author, revision=first)
    assert words("환적") == 0
    comment = add_comment(item=item, by=people.stranger, source="검역증도 필요합니까?")
    assert words("검역증") == 1
    edit_comment(comment=comment, by=people.stranger, source="훈증은 필요합니까?")
    assert (words("검역증"), words("훈증")) == (0, 1)
    remove_comment(comment=comment, by=people.stranger)
    assert words("훈증") == 0
    upload = SimpleUploadedFile("적하목록.txt", "선하증권".encode())
    attached = attach_file(item=item, by=author, upload=upload)
    assert words("적하목록") == 1
    remove_attachment(attachment=attached, by=author)
    assert words("적하목록") == 0
    grade_item(item=item, score=Decimal("8.5"), raw=Decimal("8.4"), grade="superior", round_id=1)
    assert agree()
    ungrade_item(item=item, round_id=1)
    assert agree()
    hide_item(item=item, by=checker, reason="개인정보")
    assert words("보세운송") == 0
    show_item(item=item, by=checker)
    assert words("보세운송") == 1
    retire_item(item=item, by=author, reason="낡음")
    assert words("보세운송") == 0
    reject_item(item=submitted(author), by=checker, reason="중복")
    delete_draft(item=draft(author), by=author)
    assert words("보세운송") == 0


def test_a_change_that_is_rolled_back_is_none(people: Cast, search: Search) -> None:
    item = published(people.author)
    with transaction.atomic():
        retire_item(item=item, by=people.author, reason="낡음")
        transaction.set_rollback(True)
    assert search.found(people.stranger, "보세운송") == [item.pk]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_passed_over(search: Search) -> None:
    """The slow one writes its change first and commits last, when the cursor is beyond it."""
    people = cast()
    slow, quick = (published(people.author, title=name) for name in ("느린 것", "빠른 것"))
    search.follow()

    def meanwhile() -> int:
        retire_item(item=quick, by=people.author, reason="낡음")
        return search.follow()

    with transaction.atomic():
        Item.objects.filter(pk=slow.pk).update(title="늦은 것")
        changed(kind="item", ids=[slow.pk])
        assert at_once(meanwhile) == [1], "the quick change does not wait for the slow one"
        passed = search.follower.cursor
    assert search.titles(people.stranger) == ["늦은 것"]
    # How far it moves on depends on transactions of other databases of this server as well.
    assert search.follower.cursor >= passed


@pytest.mark.django_db(transaction=True)
def test_a_follower_that_dies_before_its_commit_loses_nothing(search: Search) -> None:
    people = cast()
    item = published(people.author)
    search.follow()
    retire_item(item=item, by=people.author, reason="낡음")
    dying = search.follower

    class Killed(BaseException):
        pass

    def kill(_cursor: object) -> None:
        raise Killed

    assert dying._writer is not None
    dying._writer.commit = kill  # type: ignore[assignment]
    with pytest.raises(Killed):
        dying.step()
    dying.let_go()
    search.follower = Follower()
    assert search.found(people.stranger, "보세운송") == []
    assert indexed() == wanted() == set()


def test_a_damaged_index_is_made_anew_while_the_old_one_answers(
    people: Cast, search: Search
) -> None:
    item = published(people.author)
    assert search.found(people.stranger, "보세운송") == [item.pk]
    folder = store.current()
    assert folder is not None
    search.follower.let_go()
    for path in folder.iterdir():
        if path.suffix in (".json", ".term", ".idx", ".store"):
            path.unlink()
            path.write_bytes(b"\x00garbage")
    assert reader.searcher().num_docs == 2
    published(people.author, title="보세운송 둘")
    assert len(search.found(people.stranger, "보세운송")) == 2
    assert store.current() != folder
    assert not folder.exists()


def test_changes_during_a_rebuild_are_followed_after_it(people: Cast, search: Search) -> None:
    one, two = (published(people.author, title=f"보세운송 {n}") for n in ("하나", "둘"))
    search.follow()

    def meanwhile(_done: int) -> None:
        # Has been read already, and goes before the new index is in use.
        retire_item(item=one, by=people.author, reason="낡음")

    assert rebuild(progress=meanwhile).documents == 2
    assert search.found(people.stranger, "보세운송") == [two.pk]


def test_another_database_or_a_backup_is_not_taken_for_the_copy(
    people: Cast, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(people.author)
    search.follow()
    before = store.current()
    search.follower.let_go()
    monkeypatch.setattr("search.index.feed.mark", lambda: "1/another")
    search.follow()
    assert store.current() != before


def test_changes_are_woken_at_the_commit(people: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'core_indexchange'::regclass"
            " AND NOT tgisinternal"
        )
        assert cursor.fetchall() == [("core_indexchange_wake",)]
    changed(kind="item", ids=[])
    assert not IndexChange.objects.exists()
    changed(kind="item", ids=[3, 3, 1])
    assert list(IndexChange.objects.order_by("pk").values_list("object_id", flat=True)) == [1, 3]


def test_the_folder_in_use_is_named_at_once(search: Search, tmp_path: Path) -> None:
    assert store.current() is None
    folder = store.new_generation()
    store.switch_to(folder)
    assert store.current() == folder
