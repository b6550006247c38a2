import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, close_old_connections
from psycopg.errors import LockNotAvailable

from partners import seals


class Command(BaseCommand):
    help = "Seals what the access log holds so far. Run as DB_ROLE=sealer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on until stopped")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        self._seal()
        while every is not None:
            time.sleep(every)
            close_old_connections()
            self._seal()

    def _seal(self) -> None:
        try:
            blocks = seals.seal()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            self.stderr.write("The log is being written to; what is new waits for the next time.")
        except seals.Broken as error:
            raise CommandError(f"{error} Nothing is sealed until it is put right.") from None
        else:
            self.stdout.write(f"Sealed {blocks} blocks.")
