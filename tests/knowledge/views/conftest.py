"""What tests of views share."""

from __future__ import annotations

import pytest

from tests.cast import Cast, cast


@pytest.fixture
def people() -> Cast:
    """Everybody."""
    return cast()
