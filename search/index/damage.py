"""How a damaged index shows itself."""

from __future__ import annotations

DAMAGE = (ValueError, OSError, RuntimeError)


def is_damage(error: BaseException) -> bool:
    """Whether this came out of an index that cannot be read.

    The engine panics over some damage. That is no Exception and cannot be imported by name.
    """
    return isinstance(error, DAMAGE) or type(error).__name__ == "PanicException"
