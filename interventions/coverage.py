"""The coverage board: which groups have heard the message, and which not since they last shot.

It says "not heard" only about what the audience would know: the agencies whose hearings it reads
in full are named on it. Who is behind a shooting is the owner's assessment, so the column is there
for those alone who read all of it; a half of it would put a group in the wrong place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases import ranking
from cases.models import Attribution, CriminalGroup, Incident
from cases.models.incidents import SHOOTINGS
from cases.violence import Violence, end_of
from interventions.models import GroupHearing
from partners import audience
from partners.mandates import Category, Reach, mandate_for
from partners.models import Agency

Channel = GroupHearing.Channel
# What is on record as a murder, or as an attempt, is as a rule a shooting.
SHOTS = (*SHOOTINGS, Incident.Kind.MURDER, Incident.Kind.MURDER_ATTEMPTED)
SOON = timedelta(days=180)


class Standing(StrEnum):
    """Where a group stands, the one to be told first on top."""

    SINCE = "since"
    NEVER = "never"
    LONG_AGO = "long_ago"
    TOLD = "told"

    @property
    def label(self) -> Promise:
        return WORDS[self]


WORDS: dict[str, Promise] = {
    Standing.SINCE: _("Not told since the shooting"),
    Standing.NEVER: _("Never told"),
    Standing.LONG_AGO: _("Told long ago"),
    Standing.TOLD: _("Told"),
}


@dataclass(frozen=True)
class Age:
    """How long ago a day was, in words."""

    on: date
    days: int

    @classmethod
    def of(cls, on: date, day: date) -> "Age":
        return cls(on, (day - on).days)

    def __str__(self) -> str:
        if self.days <= 0:
            return str(_("today"))
        return ngettext("%(n)s day ago", "%(n)s days ago", self.days) % {"n": self.days}


@dataclass(frozen=True)
class Cell:
    """The last time a group heard through one channel; nothing where it never did."""

    channel: str
    age: Age | None = None
    through: Agency | None = None


@dataclass(frozen=True)
class Row:
    group: CriminalGroup
    cells: tuple[Cell, ...]
    shot: Age | None
    shooting: Attribution | None

    @property
    def heard(self) -> Age | None:
        return min((cell.age for cell in self.cells if cell.age), key=_days, default=None)

    @property
    def standing(self) -> Standing:
        """Told on the day of the shooting is not told since: which came first nobody has noted."""
        if self.heard is None:
            return Standing.SINCE if self.shot else Standing.NEVER
        if self.shot and self.heard.on <= self.shot.on:
            return Standing.SINCE
        return Standing.LONG_AGO if self.heard.days > SOON.days else Standing.TOLD

    @property
    def place(self) -> tuple[int, int, str]:
        """Who shot last comes first; of the others, who heard longest ago."""
        order = list(Standing).index(self.standing)
        if self.standing is Standing.SINCE and self.shot:
            return order, self.shot.days, self.group.sort_key
        return order, -(self.heard.days if self.heard else 0), self.group.sort_key


class Board:
    """What the audience may read of it, on one day; loaded once, however many groups there are."""

    def __init__(self, day: date) -> None:
        self.day = day

    @cached_property
    def rows(self) -> list[Row]:
        return sorted((self._row(group) for group in self.groups), key=lambda row: row.place)

    @cached_property
    def groups(self) -> list[CriminalGroup]:
        return list(CriminalGroup.objects.exclude(status=CriminalGroup.Status.ENDED))

    @property
    def channels(self) -> list[Channel]:
        return list(Channel)

    @cached_property
    def knows_shootings(self) -> bool:
        needed = (Category.INCIDENT_REVIEW, Category.INCIDENT_FACTS)
        owners = frozenset.intersection(*map(audience.open_owners, needed))
        return bool(self.groups) and all(group.owner_id in owners for group in self.groups)

    @cached_property
    def tellers(self) -> list[Agency]:
        """Those who note that a group has heard."""
        note = mandate_for(Category.GROUP_HEARD)
        everybody = Agency.objects.filter(is_active=True).order_by("pk")
        return [one for one in everybody if Reach.OWN in note.reaches(one.kind)]

    @cached_property
    def told_by(self) -> list[Agency]:
        """Whose notes are all here."""
        return [one for one in self.tellers if one.pk in self._open]

    @property
    def untold_by(self) -> list[Agency]:
        """Whose notes are not: without them, nobody can say that a group has not heard."""
        return [one for one in self.tellers if one.pk not in self._open]

    @property
    def waiting(self) -> list[Row]:
        return [row for row in self.rows if row.standing in (Standing.SINCE, Standing.NEVER)]

    @property
    def since(self) -> list[Row]:
        return [row for row in self.rows if row.standing is Standing.SINCE]

    @cached_property
    def _open(self) -> frozenset[int]:
        return audience.open_owners(Category.GROUP_HEARD)

    @cached_property
    def _heard(self) -> dict[tuple[UUID, str], GroupHearing]:
        latest = GroupHearing.objects.order_by("group_id", "channel", "-heard_on", "id")
        found = latest.distinct("group_id", "channel").select_related("owner")
        return {(one.group_id, one.channel): one for one in found}

    @cached_property
    def _shootings(self) -> dict[UUID, Attribution]:
        """The last one of each group; of what has gone up in another, the other's."""
        if not self.knows_shootings:
            return {}
        shots = Attribution.objects.standing().filter(incident__kind__in=SHOTS)
        latest = shots.order_by("group_id", "-incident__happened_at", "id").distinct("group_id")
        merged = Violence(self.day).merged
        heirs = ranking.heirs(merged, day=self.day, moment=end_of(self.day))
        found = sorted(latest.select_related("incident"), key=_happened)
        return {heirs.get(one.group_id, one.group_id): one for one in found}

    def _row(self, group: CriminalGroup) -> Row:
        shooting = self._shootings.get(group.pk)
        shot = Age.of(timezone.localdate(_happened(shooting)), self.day) if shooting else None
        return Row(group, tuple(self._cells(group)), shot, shooting)

    def _cells(self, group: CriminalGroup) -> Iterable[Cell]:
        for channel in self.channels:
            heard = self._heard.get((group.pk, channel))
            age = Age.of(heard.heard_on, self.day) if heard else None
            yield Cell(str(channel.label), age, heard.owner if heard else None)


def _days(age: Age) -> int:
    return age.days


def _happened(attribution: Attribution) -> datetime:
    return attribution.incident.happened_at
