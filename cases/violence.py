"""The attributions the police held at the end of a day, ready to be counted for groups."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases import ranking
from cases.models import Attribution, CriminalGroup, GroupSuccession
from cases.ranking import WINDOWS, Count, Held, Merged, Period

# Each window is compared with the one before it.
LONGEST = timedelta(days=2 * max(WINDOWS))


def end_of(day: date) -> datetime:
    """The last moment of the day, on the clock on the wall."""
    return timezone.make_aware(datetime.combine(day, time.max))


@dataclass(frozen=True)
class Standing:
    """One group's place that day, and its counts."""

    group: CriminalGroup
    number: int
    count: Count
    former: Count


@dataclass(frozen=True)
class Violence:
    """What was held at the end of `day`; everything is loaded once, however many groups."""

    day: date

    @cached_property
    def attributions(self) -> dict[Held, Attribution]:
        return {_held(row): row for row in self._rows()}

    @cached_property
    def merged(self) -> list[Merged]:
        found = GroupSuccession.objects.filter(kind=GroupSuccession.Kind.MERGED)
        return [
            Merged(one.predecessor_id, one.successor_id, one.on, one.created_at) for one in found
        ]

    @cached_property
    def groups(self) -> list[CriminalGroup]:
        return list(CriminalGroup.objects.own())

    def period(self, window: int, *, back: int = 0) -> Period:
        """The window that ends this day; `back` of them earlier, seen with this day's eyes."""
        last = self.day - timedelta(days=window * back)
        return Period(last, window, end_of(self.day))

    def counts(self, window: int, *, back: int = 0) -> dict[UUID, Count]:
        period = self.period(window, back=back)
        return ranking.counts(self.attributions, self.merged, period=period)

    def standings(self, window: int) -> list[Standing]:
        """Every group that goes on, and every other one that is behind something."""
        counted, former = self.counts(window), self.counts(window, back=1)
        ranked = {group.pk: group for group in self._ranked(counted)}
        full = [counted.get(pk, Count(pk)) for pk in ranked]
        found = [
            Standing(
                ranked[place.count.group],
                place.number,
                place.count,
                former.get(place.count.group, Count(place.count.group)),
            )
            for place in ranking.places(full)
        ]
        return sorted(found, key=lambda one: (one.number, one.group.sort_key))

    def _ranked(self, counted: dict[UUID, Count]) -> list[CriminalGroup]:
        heirs = ranking.heirs(self.merged, day=self.day, moment=end_of(self.day))
        return [
            group
            for group in self.groups
            if group.pk in counted
            or (group.pk not in heirs and group.status != CriminalGroup.Status.ENDED)
        ]

    def _rows(self) -> QuerySet[Attribution]:
        moment = end_of(self.day)
        return Attribution.objects.filter(
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment),
            Q(incident__merged_at=None) | Q(incident__merged_at__gt=moment),
            decided_at__lte=moment,
            incident__happened_at__gt=moment - LONGEST,
            incident__happened_at__lte=moment,
        ).select_related("incident", "group")


def _held(row: Attribution) -> Held:
    """Of an incident found to be a duplicate it was held until that was found."""
    ends = [end for end in (row.withdrawn_at, row.incident.merged_at) if end is not None]
    return Held(
        incident=row.incident_id,
        group=row.group_id,
        kind=row.incident.kind,
        confidence=row.confidence,
        happened_on=timezone.localtime(row.incident.happened_at).date(),
        held_from=row.decided_at,
        held_until=min(ends, default=None),
    )
