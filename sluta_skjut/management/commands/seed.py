"""Builds the fictional town."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sluta_skjut.town import building


class Command(BaseCommand):
    help = "Build the fictional town as the app role (SIZE=large for 20,000 people). Only in demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The fictional town exists only with DEBUG=1 and DEMO=1.")
        if building.is_built():
            self.stdout.write("The town is there already.")
            return
        building.build(size=os.environ.get("SIZE", "small"), say=self._say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
