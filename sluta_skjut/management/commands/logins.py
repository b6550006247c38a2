"""Who can log in to the fictional town."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sluta_skjut.town import staff


class Command(BaseCommand):
    help = "Print the logins of the fictional town. Only with DEBUG and DEMO."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo logins exist only with DEBUG=1 and DEMO=1.")
        offices = {office.number: office.short_name for office in staff.OFFICES}
        self.stdout.write(f"{'E-post':<22}{'Vem':<20}{'Myndighet':<18}Uppgift")
        for person in staff.STAFF:
            if person.is_active:
                self.stdout.write(
                    f"{person.email:<22}{person.name:<20}{offices[person.office]:<18}{person.title}"
                )
        self.stdout.write(f"Lösenord för alla: {staff.PASSWORD} (eller ett klick på inloggningen)")
