"""Measures what the rules cost, on the large town and servers of its own."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sluta_skjut import demo, servers
from sluta_skjut.servers import Places, homes

FOLDER = settings.BASE_DIR / ".bench"


class Command(BaseCommand):
    help = "Build the large town anew, measure on it, print and write benchmarks/latest.json."
    # There is no database yet that a check could ask.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep", action="store_true", help="measure on the town of last time")

    def handle(self, *args: Any, keep: bool, **options: Any) -> None:
        try:
            if not keep:
                homes.delete(FOLDER)
            with servers.running(FOLDER, say=demo.say) as places:
                demo.prepare(places, size="large")
                self._measure(places)
        except (demo.DemoError, *servers.ServerErrors) as error:
            raise CommandError(str(error)) from error

    def _measure(self, places: Places) -> None:
        """In a process of its own: this one's settings know no database."""
        environment = places.admin_environment() | places.environment("app") | demo.DEMO
        command = [sys.executable, "-m", "benchmarks"]
        finished = subprocess.run(
            command, cwd=settings.BASE_DIR, env=os.environ | environment, check=False
        )
        if finished.returncode:
            raise CommandError("A measurement failed; nothing was written.")
