"""The process that reads one file: ``child.py FOLDER TYPE``.

The file is FOLDER/file; FOLDER/outcome.json is what became of it. Whatever goes wrong in a reader
ends here: a fault of a library in a hostile file is an outcome like another.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


def main(folder: Path, content_type: str) -> None:
    """Go to jail, read, and write down what became of it."""
    sys.path.insert(0, str(SOURCE))
    from knowledge.texts import jail

    jail.enter(folder, source=SOURCE / "knowledge")
    logging.disable()
    warnings.simplefilter("ignore")
    reason, text = outcome(str(folder / "file"), content_type)
    report = {"reason": reason, "text": text}
    (folder / "outcome.json").write_text(json.dumps(report, ensure_ascii=False), "utf-8")


def outcome(path: str, content_type: str) -> tuple[str, str]:
    """The reason and the text of a file."""
    from knowledge.texts.collecting import Collected, Full
    from knowledge.texts.formats import reader_of
    from knowledge.texts.limits import MOST_CHARACTERS
    from knowledge.texts.outcome import Reason, Unreadable

    into, reason = Collected(), Reason.NONE
    try:
        reader_of(content_type)(path, into)
    except Full:
        reason = Reason.CUT
    except Unreadable as unreadable:
        reason = unreadable.reason
    except MemoryError:
        reason = Reason.TOO_LARGE
    except RecursionError:
        reason = Reason.HOSTILE
    except Exception:  # noqa: BLE001 - readers meet files made to break them
        reason = Reason.DAMAGED
    text = into.text()
    if len(text) > MOST_CHARACTERS:
        reason, text = Reason.CUT, text[:MOST_CHARACTERS].rstrip()
    if not text:
        return (reason if reason not in (Reason.NONE, Reason.CUT) else Reason.EMPTY), ""
    if reason is Reason.DAMAGED:
        reason = Reason.PARTLY
    return (reason, text) if reason in (Reason.NONE, Reason.CUT, Reason.PARTLY) else (reason, "")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
