"""Who acts in the town, and the moment it is built at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

from django.utils import timezone

from partners import audience
from partners.models import Agency, User

Say = Callable[[str], None]


@dataclass
class Scene:
    """The staff by first name; everything is done by one of them, as that person."""

    say: Say
    now: datetime = field(default_factory=timezone.localtime)
    random: Random = field(default_factory=lambda: Random(2026))

    @cached_property
    def staff(self) -> dict[str, User]:
        return {user.get_short_name().lower(): user for user in User.objects.all()}

    @cached_property
    def agencies(self) -> dict[int, Agency]:
        return {agency.pk: agency for agency in Agency.objects.all()}

    @contextmanager
    def by(self, name: str) -> Iterator[User]:
        """Within the block that person is at the keyboard."""
        user = self.staff[name]
        with audience.of_user(user, operation="town", purpose="Påhittad stad"):
            yield user

    @cached_property
    def tonight(self) -> datetime:
        """Shortly after the town is built, so that the doors are open when somebody looks."""
        return self.at(self.now + timedelta(minutes=20))

    def days(self, number: int, *, hour: int = 18, minute: int = 0) -> datetime:
        """So many days from today, at that time of day."""
        day = self.now + timedelta(days=number)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)

    @staticmethod
    def at(moment: datetime) -> datetime:
        """The moment, rounded down to five minutes."""
        return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
