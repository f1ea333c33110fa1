"""Laws, documents and the like that the repository does not contain.

They lie where ``CKP_DATA`` says, or beside the repository in ``../shared/data``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def real_data(*parts: str) -> Path:
    """A file or folder of the data. Skips the test, aloud, in CI and where there is none."""
    if os.environ.get("CI") == "true":
        pytest.skip("CKP_DATA is not used in CI")
    path = Path(os.environ.get("CKP_DATA") or BESIDE, *parts)
    if not path.exists():
        pytest.skip(f"CKP_DATA has no {'/'.join(parts)}")
    return path
