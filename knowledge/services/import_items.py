"""Taking over items from another system, again and again without doubling them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field

from knowledge.importing.entries import Entry, entry_of
from knowledge.importing.lines import BadLine, Line
from knowledge.importing.mapping import Mapping
from knowledge.importing.names import Names
from knowledge.importing.rendering import Page, Renderers
from knowledge.importing.writing import EDITED, create_items, known_of, revise_items


@dataclass(slots=True)
class Outcome:
    """What became of the lines."""

    created: int = 0
    revised: int = 0
    unchanged: int = 0
    bad: int = 0
    shortened: int = 0
    unknown_categories: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries whose texts are being rendered; the new ones come first."""

    new: list[Entry]
    changed: list[Entry]
    pages: Future[list[Page]]


class Import:
    """One run over a file. ``report`` hears of bad lines, ``progress`` of lines done."""

    def __init__(
        self,
        *,
        mapping: Mapping,
        names: Names,
        report: Callable[[BadLine], None],
        progress: Callable[[int], object] = lambda lines: None,
        keep_lines: bool = False,
    ) -> None:
        self.mapping = mapping
        self.names = names
        self.report = report
        self.progress = progress
        self.keep_lines = keep_lines
        self.outcome = Outcome()
        # Where an external number came first: its second text in one file would fight the first.
        self.seen: dict[str, int] = {}
        self._untold: list[BadLine] = []

    def prepare(self, lines: Iterable[Line | BadLine], renderers: Renderers) -> Batch:
        """Check a batch of lines, leave out what is there already, begin to render the rest."""
        entries = [entry for line in lines if (entry := self._entry(line)) is not None]
        known = known_of(entry.external_id for entry in entries)
        new, changed = [], []
        for entry in entries:
            old = known.get(entry.external_id)
            if old is None:
                new.append(entry)
            elif old.brings_nothing(entry):
                self.outcome.unchanged += 1
            elif old.is_edited:
                self._refuse(BadLine(entry.number, EDITED))
            else:
                changed.append(entry)
        new = [entry for entry in new if self._has_names(entry)]
        changed = [entry for entry in changed if self._has_names(entry)]
        self._tell()
        return Batch(new, changed, renderers.submit([e.source for e in [*new, *changed]]))

    def write(self, batch: Batch) -> None:
        """Write a rendered batch: new items in one transaction, changed ones in another."""
        pages = batch.pages.result()
        middle = len(batch.new)
        self.outcome.created += create_items(batch.new, pages[:middle], self.names)
        self.outcome.unknown_categories.update(
            entry.category
            for entry in batch.new
            if entry.category and entry.category not in self.names.categories
        )
        self.outcome.shortened += sum(entry.is_shortened for entry in batch.new)
        revised, refused = revise_items(batch.changed, pages[middle:], self.names)
        self.outcome.revised += revised
        for bad in refused:
            self._refuse(bad)
        self._tell()

    def _entry(self, line: Line | BadLine) -> Entry | None:
        try:
            if isinstance(line, BadLine):
                raise line
            entry = entry_of(line, self.mapping, keep_lines=self.keep_lines)
            first = self.seen.setdefault(entry.external_id, entry.number)
            if first != entry.number:
                raise BadLine(
                    entry.number, f"the id {entry.external_id!r} was in line {first:,} already"
                )
        except BadLine as bad:
            self._refuse(bad)
            return None
        return entry

    def _has_names(self, entry: Entry) -> bool:
        try:
            self.names.check(entry)
        except ValueError as error:
            self._refuse(BadLine(entry.number, str(error)))
            return False
        return True

    def _refuse(self, bad: BadLine) -> None:
        self.outcome.bad += 1
        self._untold.append(bad)

    def _tell(self) -> None:
        """Report a batch's bad lines in their order, whatever found them."""
        for bad in sorted(self._untold, key=lambda bad: bad.number):
            self.report(bad)
        self._untold.clear()


def import_items(
    run: Import, lines: Iterable[Line | BadLine], *, batch: int = 500, workers: int = 0
) -> Outcome:
    """Take over all lines; the outcome is right at any moment, also when it is interrupted.

    Items are known by their external number: a text that was imported before is left out, a
    changed one becomes a revision. A run that was killed is repeated from the start and does
    what is left to do. ``workers`` processes render while this one writes. The caller holds
    ``knowledge.locks.sole_import``.
    """
    with Renderers(workers) as renderers:
        waiting: deque[tuple[int, Batch]] = deque()
        for some in _batches(lines, batch):
            waiting.append((len(some), run.prepare(some, renderers)))
            if len(waiting) > workers:
                _write_first(run, waiting)
        while waiting:
            _write_first(run, waiting)
    return run.outcome


def _write_first(run: Import, waiting: deque[tuple[int, Batch]]) -> None:
    lines, batch = waiting.popleft()
    run.write(batch)
    run.progress(lines)


def _batches(lines: Iterable[Line | BadLine], size: int) -> Iterator[list[Line | BadLine]]:
    some: list[Line | BadLine] = []
    for line in lines:
        some.append(line)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
