from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners import seals


class Command(BaseCommand):
    help = "Says whether all that was sealed is whole. Run as DB_ROLE=sealer."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            totals = seals.verify()
        except seals.Broken as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{totals.blocks} blocks, {totals.entries} entries, intact")
