"""Every sentence of the portal is there in Korean."""

from __future__ import annotations

from ckp.messages import missing


def test_no_sentence_lacks_its_translation() -> None:
    assert missing() == []
