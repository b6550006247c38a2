"""What follows an evening: for whoever came, for whoever did not, and for their groups."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CriminalGroup
from interventions.actions import candidates, hearings
from interventions.models import (
    AlternativeDelivery,
    Attestation,
    CallIn,
    Candidate,
    FollowUp,
    GroupHearing,
    Summons,
)
from partners.models import User

State = Candidate.State
# Came to the door and turned, or never came: the duty was to be there.
STAYED_AWAY = frozenset({State.ABSENT, State.TURNED_BACK})


@transaction.atomic
def begin(call_in: CallIn) -> None:
    """Whoever came has a first talk due, whoever did not has an alternative delivery due, and the
    groups attested for those who came have heard."""
    concluded = call_in.candidates.filter(state__in=Candidate.OUTCOMES)
    for candidate in concluded.select_related("call_in", "supervision"):
        _follow(candidate)
    _hear(call_in)


@transaction.atomic
def settle(candidate: Candidate, outcome: str, *, by: User) -> None:
    """Somebody says what was true, where the door did not or told it late; what follows is so too.

    A talk that was due stays due. An alternative delivery that nobody needs is called off.
    """
    if not candidate.call_in.is_closed or candidate.call_in.owner_id != by.agency_id:
        raise ValidationError(_("The list is still open. Register it at the door."))
    candidates.move(candidate, outcome)
    if candidate.has_attended:
        AlternativeDelivery.objects.filter(
            candidate=candidate, state__in=AlternativeDelivery.UNDER_WAY
        ).update(state=AlternativeDelivery.State.CALLED_OFF, planned_on=None)
    _follow(candidate)
    _hear(candidate.call_in)


def finish(candidate: Candidate) -> None:
    """Nothing is left to do: the person is followed up."""
    if candidate.state in Candidate.OUTCOMES and _is_all_done(candidate):
        candidates.move(candidate, State.FOLLOWED_UP)


def needs_a_stand(candidate: Candidate) -> bool:
    """The person had a duty to come, stayed away, and nobody has said what comes of it."""
    if candidate.state not in STAYED_AWAY or hasattr(candidate, "absence"):
        return False
    return had_a_duty(candidate) and not has_valid_reason(candidate)


def had_a_duty(candidate: Candidate) -> bool:
    """Whoever was called voluntarily has broken no duty by staying away."""
    summons: Summons | None = getattr(candidate, "summons", None)
    return summons is not None and summons.ground in Summons.MANDATORY


def has_valid_reason(candidate: Candidate) -> bool:
    """A hindrance was accepted before the evening, whatever the door then saw."""
    return candidate.pk in excused([candidate])


def excused(found: Iterable[Candidate]) -> set[UUID]:
    """Those of them who had a hindrance accepted at some time, as their history tells."""
    past = apps.get_model("interventions", "CandidateHistory")._default_manager
    accepted = past.filter(pgh_obj__in=[one.pk for one in found], state=State.HINDRANCE_ACCEPTED)
    return {row.pgh_obj_id for row in accepted}


def put_right(found: Iterable[Candidate]) -> set[UUID]:
    """Those of them whose outcome somebody has changed since the list was closed."""
    past = apps.get_model("interventions", "CandidateHistory")._default_manager
    outcomes: dict[UUID, set[str]] = {}
    concluded = past.filter(pgh_obj__in=[one.pk for one in found], state__in=Candidate.OUTCOMES)
    for row in concluded:
        outcomes.setdefault(row.pgh_obj_id, set()).add(row.state)
    return {pk for pk, states in outcomes.items() if len(states) > 1}


def _is_all_done(candidate: Candidate) -> bool:
    if candidate.has_attended:
        return not candidate.follow_ups.open().exists()
    delivery: AlternativeDelivery | None = getattr(candidate, "alternative", None)
    absence = getattr(candidate, "absence", None)
    is_judged = absence.is_over if absence else not needs_a_stand(candidate)
    return delivery is not None and delivery.is_done and is_judged


def _follow(candidate: Candidate) -> None:
    """Once for each person, however often it is asked."""
    day = _day(candidate.call_in)
    if candidate.has_attended:
        FollowUp.objects.get_or_create(
            owner_id=candidate.owner_id,
            candidate=candidate,
            kind=FollowUp.Kind.FIRST,
            defaults={
                "individual_id": candidate.individual_id,
                "officer_id": candidate.supervision.officer_id,
                "due_on": day + FollowUp.FIRST_WITHIN,
            },
        )
    else:
        due = {"due_on": day + AlternativeDelivery.WITHIN}
        AlternativeDelivery.objects.get_or_create(
            owner_id=candidate.owner_id, candidate=candidate, defaults=due
        )


def _hear(call_in: CallIn) -> None:
    """By what police has attested and stands by today; without an answer there is no group."""
    came = call_in.candidates.filter(state__in=Candidate.ATTENDED)
    attested = Attestation.objects.filter(
        answer=Attestation.Answer.ATTESTED,
        question__inquiry__call_in=call_in,
        question__individual__in=came.values("individual"),
    )
    for group in CriminalGroup.objects.filter(pk__in=attested.values("group")):
        hearings.note(
            group, channel=GroupHearing.Channel.CALL_IN, on=_day(call_in), owner=call_in.owner
        )


def _day(call_in: CallIn) -> date:
    return timezone.localdate(call_in.starts_at)
