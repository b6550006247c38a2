"""What is left to do after an evening: person by person, as the owner's page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from interventions.actions import aftermaths
from interventions.actions.candidates import outcome_of
from interventions.door_list import DoorList
from interventions.models import (
    AbsenceCase,
    AlternativeDelivery,
    CallIn,
    Candidate,
    Debrief,
    FollowUp,
    GroupHearing,
    HelpRequest,
    Summons,
)


@dataclass(frozen=True)
class Came:
    candidate: Candidate
    outcome: str
    talk: FollowUp | None
    wish: HelpRequest | None


@dataclass(frozen=True)
class Missed:
    """`has_duty` and `is_excused` say why there is a case, or none."""

    candidate: Candidate
    outcome: str
    absence: AbsenceCase | None
    delivery: AlternativeDelivery | None
    has_duty: bool
    is_excused: bool

    @property
    def is_owed_a_stand(self) -> bool:
        stayed_away = self.candidate.state in aftermaths.STAYED_AWAY
        return stayed_away and not self.absence and self.has_duty and not self.is_excused


@dataclass(frozen=True)
class Unclear:
    """What the list says, and what the door says now; somebody decides which is true."""

    candidate: Candidate
    door: str


class Aftermath:
    """Of one call-in; loaded once, however many were called."""

    def __init__(self, call_in: CallIn) -> None:
        self.call_in = call_in

    @cached_property
    def candidates(self) -> list[Candidate]:
        settled = Candidate.OUTCOMES | Candidate.CALLED | {Candidate.State.FOLLOWED_UP}
        rows = self.call_in.candidates.filter(state__in=settled)
        return list(
            rows.select_related("individual", "summons", "absence", "alternative__disclosure")
        )

    @cached_property
    def came(self) -> list[Came]:
        found = (one for one in self.candidates if self._has_come(one))
        return [
            Came(one, self._word(one), self._talks.get(one.pk), self._wishes.get(one.individual_id))
            for one in found
        ]

    @cached_property
    def missed(self) -> list[Missed]:
        found = (one for one in self.candidates if self._has_missed(one))
        return [
            Missed(
                one,
                self._word(one),
                getattr(one, "absence", None),
                getattr(one, "alternative", None),
                has_duty=_ground(one) in Summons.MANDATORY,
                is_excused=one.pk in self._excused,
            )
            for one in found
        ]

    @cached_property
    def unclear(self) -> list[Unclear]:
        return list(self._unclear())

    @cached_property
    def hearings(self) -> list[GroupHearing]:
        """Groups, and nobody who wanted help beside them."""
        day = timezone.localdate(self.call_in.starts_at)
        told = GroupHearing.objects.filter(
            channel=GroupHearing.Channel.CALL_IN, heard_on=day, owner=self.call_in.owner_id
        )
        return list(told.select_related("group").order_by("group__sort_key"))

    @cached_property
    def debrief(self) -> Debrief | None:
        return Debrief.objects.filter(call_in=self.call_in).first()

    @property
    def left(self) -> int:
        """How many still have something to be done."""
        people = [one.candidate for one in self.came] + [one.candidate for one in self.missed]
        unfinished = [one for one in people if one.state != Candidate.State.FOLLOWED_UP]
        return len(unfinished) + sum(one.candidate not in people for one in self.unclear)

    @cached_property
    def _talks(self) -> dict[Any, FollowUp]:
        talks = FollowUp.objects.filter(candidate__in=[one.pk for one in self.candidates])
        return {one.candidate_id: one for one in talks.select_related("officer")}

    @cached_property
    def _wishes(self) -> dict[Any, HelpRequest]:
        people = [one.individual_id for one in self.candidates]
        found = HelpRequest.objects.own().filter(individual__in=people).order_by("heard_at")
        return {one.individual_id: one for one in found}

    @cached_property
    def _excused(self) -> set[Any]:
        return aftermaths.excused(self.candidates)

    @cached_property
    def _seen(self) -> dict[Any, str]:
        """By card, what the door says today, also what a device told late."""
        if self.call_in.closed_at is None:
            return {}
        door = DoorList(self.call_in, self.call_in.closed_at)
        return {card.id: outcome_of(card.standing) for card in door.cards}

    def _unclear(self) -> Iterator[Unclear]:
        if not self.call_in.is_closed:
            return
        for one in self.candidates:
            door = self._seen.get(one.card_id, "")
            is_settled = one.state == Candidate.State.FOLLOWED_UP or one.pk in self._put_right
            if one.state in Candidate.CALLED or (door and door != one.state and not is_settled):
                yield Unclear(one, str(Candidate.State(door).label) if door else "")

    @cached_property
    def _put_right(self) -> set[Any]:
        """Those about whom somebody has said what was true: the door does not argue with it."""
        return aftermaths.put_right(self.candidates)

    def _has_come(self, one: Candidate) -> bool:
        done = one.state == Candidate.State.FOLLOWED_UP and not self._is_delivered(one)
        return one.has_attended or done

    def _has_missed(self, one: Candidate) -> bool:
        done = one.state == Candidate.State.FOLLOWED_UP and self._is_delivered(one)
        return one.state in Candidate.MISSED or done

    def _is_delivered(self, one: Candidate) -> bool:
        delivery: AlternativeDelivery | None = getattr(one, "alternative", None)
        return delivery is not None and delivery.is_done

    def _word(self, one: Candidate) -> str:
        return str(one.get_state_display())


def _ground(one: Candidate) -> str:
    summons: Summons | None = getattr(one, "summons", None)
    return summons.ground if summons else ""
