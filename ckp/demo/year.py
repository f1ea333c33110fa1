"""A year of the portal, played through its own services: nothing is written past them.

Each item has a birth; what follows (check, evaluations, comments) is put into one timeline and
done in order, with the clock at that moment and the workers' deliveries in between.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Audience, Office, Officer
from accounts.services.audiences import audience_for
from ckp.demo import deciding, judging, reporting, thanking, visiting
from ckp.demo.coaching import look_back, start_coaching
from ckp.demo.following import settle_notices, start_following
from ckp.demo.people import People
from ckp.demo.redeeming import start_redeeming
from ckp.demo.texts import Text, texts
from core import clock
from core.services.deliver import deliver_all
from evaluation.services.calibrate import calibrate
from knowledge.models import Category, GeneralKnowledge
from knowledge.services.drafts import create_draft
from knowledge.services.fields import ItemFields
from knowledge.services.revise import revise_item
from knowledge.services.submit import submit_item
from mileage.services.close_season import keep_seasons
from mileage.services.proof import prove
from mileage.services.vest import vest_due

DAY = timedelta(days=1)
YEAR = 365 * DAY
# Since when the portal evaluates, and for how long a notice is of interest.
EVALUATED = 200 * DAY
NOTICED = 60 * DAY
# The last texts stay on their way, so that every desk has something on it.
IN_QUEUE = 4
UNFINISHED = 2
BEING_JUDGED = 5
# Long enough ago that its evaluators have come to no verdict.
TIED_DAYS = 6


class Year:
    """The timeline and those who act on it."""

    def __init__(self, people: People, random: Random) -> None:
        self.people = people
        self.random = random
        self.now = timezone.now()
        self.categories = {category.slug: category for category in Category.objects.all()}
        # What judging has under way: texts by item, assignments that are planned.
        self.texts: dict[int, Text] = {}
        self.planned: set[int] = set()
        # Rounds after an appeal in which the text does better, and how many were asked by round.
        self.lifted: set[int] = set()
        self.answered: Counter[int] = Counter()
        # Who has written the comment that two of the demo's evaluators share.
        self.copied: dict[tuple[str, str], list[int]] = {}
        self._moments: list[tuple[datetime, int, Callable[[], object]]] = []
        self._number = 0

    def at(self, moment: datetime, act: Callable[[], object]) -> None:
        """Put ``act`` on the timeline; what lies ahead of today does not happen."""
        if moment < self.now:
            self._number += 1
            heapq.heappush(self._moments, (moment, self._number, act))

    def play(self) -> None:
        """Do it all in order."""
        start_following(self)
        start_coaching(self)
        start_redeeming(self)
        chosen = texts()
        self.random.shuffle(chosen)
        for number, text in enumerate(chosen):
            self._plan(text, number, len(chosen))
        for week in range(1, 53):
            self.at(self.now - YEAR + week * 7 * DAY, vest_due)
            if week % 4 == 1:
                self.at(self.now - YEAR + week * 7 * DAY, calibrate)
            if week % 2:
                self.at(self.now - YEAR + week * 7 * DAY, lambda: judging.keep_time(self))
            if week % 4 == 0:
                self.at(self.now - YEAR + week * 7 * DAY, keep_seasons)
        deciding.plan(self)
        reporting.plan(self)
        thanking.plan(self)
        while self._moments:
            moment, _number, act = heapq.heappop(self._moments)
            with clock.at(moment):
                act()
                deliver_all(deaf=self._deaf(moment))
        look_back()
        visiting.read_and_mark(self)
        keep_seasons()
        prove()
        settle_notices(self)

    def _deaf(self, moment: datetime) -> frozenset[str]:
        """What the portal did not do yet: it began to evaluate within the year. And of what
        is long past nobody has a notice any more."""
        deaf = set()
        if moment < self.now - EVALUATED:
            deaf.add("evaluation")
        if moment < self.now - NOTICED:
            deaf.add("notifications")
        return frozenset(deaf)

    def _plan(self, text: Text, number: int, count: int) -> None:
        """When a text is written and by whom; the last ones are still under way."""
        rest = count - number
        author = self._author(number)
        if text.slug == deciding.TIED:
            moment = self._office_hour(self.now - TIED_DAYS * DAY)
            self.at(moment, lambda: self._write(text, self._named_author()))
        elif rest <= UNFINISHED:
            self.at(self.now - rest * DAY, lambda: self._draft(text, self._named_author(), False))
        elif rest <= UNFINISHED + IN_QUEUE:
            moment = self.now - rest * timedelta(hours=9)
            self.at(moment, lambda: self._draft(text, self._queue_author(number), True))
        elif rest == UNFINISHED + IN_QUEUE + 1:
            self.at(self.now - 2 * DAY, lambda: self._return(text, self._named_author()))
        elif rest <= UNFINISHED + IN_QUEUE + 1 + BEING_JUDGED:
            moment = self.now - DAY - rest * timedelta(hours=3)
            self.at(moment, lambda: self._write(text, author))
        else:
            born = self.now - YEAR + (YEAR - 4 * DAY) * number / (count - UNFINISHED - IN_QUEUE)
            self.at(self._office_hour(born), lambda: self._write(text, author))

    def _write(self, text: Text, author: Officer) -> None:
        """Draft, submit, and put the check on the timeline."""
        item = self._draft(text, author, True)
        checked = clock.now() + timedelta(hours=self.random.randint(2, 20))
        self.at(checked, lambda: judging.check(self, item, text))

    def _return(self, text: Text, author: Officer) -> None:
        """Draft and submit; the coordinator returns it the next day, and there it waits."""
        item = self._draft(text, author, True)
        self.at(clock.now() + DAY, lambda: judging.give_back(self, item, text))

    def _draft(self, text: Text, author: Officer, submits: bool) -> GeneralKnowledge:
        fields = self.fields_of(text, author)
        item = create_draft(by=author, fields=fields)
        if submits:
            submit_item(item=item, by=author)
        return item

    def revise(self, item: GeneralKnowledge, text: Text) -> None:
        """The author adds a paragraph some weeks after publication."""
        addition = (
            "\n## 보충\n\n문의가 많았던 부분을 보충했습니다. 접수 단계에서 먼저 확인하세요.\n"
            if text.language == "ko"
            else "\n## Addition\n\nAdded after several questions: check this at intake first.\n"
        )
        author = item.author
        fields = self.fields_of(text, author, addition)
        item.refresh_from_db()
        if item.status == item.Status.PUBLISHED:
            revise_item(item=item, by=author, fields=fields, base=item.current_revision)

    def fields_of(self, text: Text, author: Officer, addition: str = "") -> ItemFields:
        """The form as the author fills it in."""
        return ItemFields(
            title=text.title,
            summary=text.summary,
            source=text.source + addition,
            category=self.categories[text.category],
            tags=text.tags,
            audience=self._audience(text, author.office),
            language=text.language,
            shape=text.shape,
            citations=text.citations,
        )

    def _audience(self, text: Text, office: Office | None) -> Audience:
        if text.audience == "office" and office is not None:
            return audience_for(kind=Audience.Kind.OFFICE, office=office.get_root())
        if text.audience == "grade5":
            return audience_for(kind=Audience.Kind.ALL, lowest_grade=5)
        return audience_for(kind=Audience.Kind.ALL)

    def _author(self, number: int) -> Officer:
        """The two demo officers write now and then, the others share the rest."""
        if number % 9 == 2:
            return self.people.named("officer")
        if number % 9 == 6:
            return self.people.named("colleague")
        return self.random.choice(self.people.officers[6:])

    def _named_author(self) -> Officer:
        return self.people.named("officer")

    def _queue_author(self, number: int) -> Officer:
        return self.people.named("colleague" if number % 2 else "officer")

    def _office_hour(self, moment: datetime) -> datetime:
        local = timezone.localtime(moment)
        return local.replace(hour=self.random.randint(9, 17), minute=self.random.randint(0, 59))
