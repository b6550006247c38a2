"""Opens the offices of the fictional town; run as the owner role."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sluta_skjut.town import staff


class Command(BaseCommand):
    help = "Agencies, people and roles of the fictional town. Only with DEBUG and DEMO."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo logins exist only with DEBUG=1 and DEMO=1.")
        if settings.DATABASE_ROLE != "owner":
            raise CommandError("Run this as DB_ROLE=owner.")
        staff.open_offices()
