from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mileage.models import Policy, Season
from mileage.services.dry_run import dry_run


class Command(BaseCommand):
    help = "Show who would win and lose in a season under a policy, e.g. a draft. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--policy", required=True, help='Code and version, e.g. "start 2", or the number.'
        )
        parser.add_argument("--season", required=True, help="For example 2026H1.")

    def handle(self, *args: Any, **options: Any) -> None:
        policy = _policy(options["policy"])
        season = Season.objects.filter(code=options["season"]).first()
        if season is None:
            raise CommandError(f"There is no season {options['season']}.")
        run = dry_run(policy=policy, season=season)
        self.stdout.write(f"{season.code} under {policy}:")
        for event, outcome in run.events:
            self.stdout.write(_line(event, outcome.now, outcome.then))
        self.stdout.write(_line("all", run.total.now, run.total.then))
        for title, rows in (("Winners", run.winners), ("Losers", run.losers)):
            self.stdout.write(f"\n{title}: {len(rows)}")
            for officer, outcome in rows:
                self.stdout.write(_line(officer.username, outcome.now, outcome.then))


def _line(name: str, now: int, then: int) -> str:
    return f"  {name:<24}{now:>10}{then:>10}{then - now:>+10}"


def _policy(text: str) -> Policy:
    """By number, or by code and version. Raises CommandError."""
    code, _, version = text.rpartition(" ")
    rows = Policy.objects.all()
    if code and version.isdigit():
        found = rows.filter(code=code, version=int(version)).first()
    else:
        found = rows.filter(pk=int(text)).first() if text.isdigit() else None
    if found is None:
        raise CommandError(f"There is no policy {text!r}.")
    return found
