"""What the tests of pages share."""

from __future__ import annotations

import pytest

from tests.evaluation.judging import Scene, scene


@pytest.fixture
def people(db: None) -> Scene:
    """An author and a coordinator in Busan, five evaluators elsewhere."""
    return scene()
