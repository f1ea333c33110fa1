"""What a file would do that has taken over its reader: ``evil.py FOLDER DEED``.

Stands in for ``child.py`` in tests. Its text says what it could do.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def tried(deed: Callable[[], object]) -> str:
    """Whether a deed was possible."""
    try:
        deed()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"


def sends() -> None:
    """Send a datagram, which leaves without a listener wherever there is a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.sendto(b"x", ("127.0.0.1", 9))


def escapes(folder: Path) -> dict[str, object]:
    """What can still be done from inside."""
    from knowledge.texts import jail

    return {
        "taken": jail.enter(folder, source=ROOT / "knowledge"),
        "environment": sorted(os.environ),
        "memory": tried(lambda: bytearray(4 << 30)),
        "disk": tried(lambda: (folder / "big").write_bytes(bytes(64 << 20))),
        "read": tried(lambda: Path("/etc/passwd").read_text()),
        "settings": tried(lambda: (ROOT / "ckp" / "settings.py").read_text()),
        "write": tried(lambda: (folder.parent / "escaped").write_text("x")),
        "network": tried(sends),
    }


def main(folder: Path, deed: str) -> None:
    """Do it."""
    sys.path.insert(0, str(ROOT))
    told: dict[str, object] = {"reason": "", "text": "fine"}
    if deed == "loop":
        while True:
            time.sleep(1)
    elif deed == "die":
        os.abort()
    elif deed == "nonsense":
        told = {"reason": "gone", "text": 3}
    elif deed == "link":
        (folder / "outcome.json").symlink_to("/etc/passwd")
        return
    elif deed == "noise":
        told["text"] = "a\x00b"
    elif deed == "escape":
        told["text"] = json.dumps(escapes(folder))
    (folder / "outcome.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
