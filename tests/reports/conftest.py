"""What the tests of reports share."""

from __future__ import annotations

import pytest

from knowledge.models import GeneralKnowledge
from knowledge.services.publish import publish_item
from tests.cast import Cast, cast, submitted


@pytest.fixture
def people() -> Cast:
    """Author, colleague and coordinator in Busan, evaluator, stranger and admin in Incheon."""
    return cast()


@pytest.fixture
def item(people: Cast) -> GeneralKnowledge:
    """A published item of the author."""
    item = submitted(people.author)
    publish_item(item=item, by=people.coordinator)
    item.refresh_from_db()
    return item
