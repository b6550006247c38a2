"""From candidate to outcome: proposed, approved by another, called, and what became of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions.approvals import refuse_draft
from cases.models import Individual, SpecialCondition, Supervision
from cases.names import initials
from interventions.actions import letters
from interventions.arrivals import Standing, Status
from interventions.choosing import Choosing
from interventions.eligibility import CLOSE_TO_THE_END
from interventions.models import CallIn, Candidate, DoorCard, DoorName, Summons
from partners import audience
from partners.mandates import Action, Category
from partners.models import Approval, User

State = Candidate.State
Ground = Summons.Ground
DUTY_TO_APPEAR: dict[str, str] = {
    Supervision.Sanction.VILLKORLIG_FRIGIVNING: Ground.DUTY_VF,
    Supervision.Sanction.SKYDDSTILLSYN: Ground.DUTY_ST,
}
OUTCOMES: dict[Status, str] = {
    Status.LEFT: State.LEFT,
    Status.TURNED_BACK: State.TURNED_BACK,
    Status.REFUSED_ENTRY: State.REFUSED,
    Status.ABSENT: State.ABSENT,
    Status.IN_CUSTODY: State.IN_CUSTODY,
    Status.CANCELLED: State.CANCELLED,
}


@transaction.atomic
def propose(call_in: CallIn, *, supervision: Supervision, by: User) -> Candidate:
    """The person is on the list of those who may be called; nobody has been asked to decide."""
    _refuse_protected(supervision.individual)
    refuse_draft(supervision.individual)
    _refuse_merged(supervision.individual)
    _refuse_elsewhere(call_in, by)
    if not supervision.is_under_way(_day(call_in)):
        raise ValidationError(_outside(supervision, call_in))
    return Candidate.objects.create(
        call_in=call_in,
        individual=supervision.individual,
        supervision=supervision,
        proposed_by=by,
    )


@transaction.atomic
def review(candidate: Candidate, *, by: User) -> None:
    """What is known is gathered, and a decision-maker is asked."""
    _refuse_elsewhere(candidate.call_in, by)
    move(candidate, State.UNDER_REVIEW)
    Approval.objects.create(
        subject_type=ContentType.objects.get_for_model(Candidate),
        subject_pk=candidate.pk,
        question=_("May this person be called to the meeting?"),
        asked_by=by,
    )


@transaction.atomic
def approve(candidate: Candidate, *, by: User) -> None:
    """A second person, who decides, has said yes; the candidate can be summoned.

    Every criterion is met, or somebody has approved that it is set aside; hard ones are met.
    """
    _refuse_unless_decider()
    if candidate.may_become(State.APPROVED):
        _refuse_unmet(candidate)
    move(candidate, State.APPROVED)
    _answer(candidate, Approval.Answer.YES, by=by)


@transaction.atomic
def decline(candidate: Candidate, *, by: User, reason: str = "") -> None:
    """The person is not called to this meeting."""
    _refuse_unless_decider()
    is_asked = candidate.state == State.UNDER_REVIEW
    move(candidate, State.DECLINED)
    if is_asked:
        _answer(candidate, Approval.Answer.NO, by=by, reason=reason)


@transaction.atomic
def summon(
    candidate: Candidate, *, by: User, ground: str = "", on: date | None = None, language: str = ""
) -> Summons:
    """The person is called, on the ground that the sanction gives, and expected at the door.

    The wording is the one in force today, with its translation where there is one.
    """
    call_in = candidate.call_in
    _refuse_protected(candidate.individual)
    _refuse_merged(candidate.individual)
    _refuse_elsewhere(call_in, by)
    ground = ground or ground_of(candidate.supervision)
    _refuse_without_ground(candidate, ground)
    move(candidate, State.SUMMONED, card=_place_at_the_door(call_in, candidate))
    return Summons.objects.create(
        candidate=candidate,
        ground=ground,
        text=letters.text_for(ground),
        translation=letters.text_for(ground, language) if language else None,
        issued_on=on or timezone.localdate(),
    )


@transaction.atomic
def conclude(call_in: CallIn, standings: Mapping[UUID, Standing]) -> None:
    """Whoever was called is where the door, by card, saw them last.

    Where the door contradicts itself nothing is concluded: somebody says what was true.
    """
    for candidate in call_in.candidates.filter(state__in=Candidate.CALLED, card__in=standings):
        standing = standings.get(candidate.card_id) if candidate.card_id else None
        if standing and (outcome := outcome_of(standing)):
            move(candidate, outcome)


def outcome_of(standing: Standing) -> str:
    """Nothing while somebody is expected, and nothing where events contradict each other."""
    if standing.kind is Status.ARRIVED:
        return State.LATE if standing.is_late else State.PRESENT
    return OUTCOMES.get(standing.kind, "")


def move(candidate: Candidate, state: str, **also: Any) -> None:
    """From where it was when it was read; if somebody else was first, nothing happens."""
    before, moved = candidate.state, {"state": state, **also}
    still_there = Candidate.objects.filter(pk=candidate.pk, state=before)
    if not candidate.may_become(state) or not still_there.update(**moved):
        raise ValidationError(
            _("It is %(now)s and cannot become %(then)s.")
            % {"now": candidate.get_state_display(), "then": State(state).label}
        )
    for field, value in moved.items():
        setattr(candidate, field, value)


def ground_of(supervision: Supervision) -> str:
    """BrB 26:11 after villkorlig frigivning, 28:5 during skyddstillsyn; else it is voluntary."""
    return DUTY_TO_APPEAR.get(supervision.sanction, Ground.VOLUNTARY)


def without_ground(call_in: CallIn, *, day: date) -> list[Candidate]:
    """Those approved or summoned by duty whose supervision is not under way on that day.

    Whoever is called voluntarily needs no ground.
    """
    counted = call_in.candidates.filter(state__in=Candidate.COMING).exclude(
        summons__ground=Ground.VOLUNTARY
    )
    rows = counted.select_related("individual", "supervision", "summons")
    return [row for row in rows if not row.supervision.is_under_way(day)]


def warning(candidate: Candidate) -> str:
    """What to know before summoning: that supervision is over by then, or soon after."""
    day, supervision = _day(candidate.call_in), candidate.supervision
    if not supervision.is_under_way(day):
        return _outside(supervision, candidate.call_in)
    left = (supervision.supervised_until - day).days
    if left > CLOSE_TO_THE_END:
        return ""
    return ngettext(
        "Supervision ends %(days)s day after the meeting. If the meeting is moved, check again.",
        "Supervision ends %(days)s days after the meeting. If the meeting is moved, check again.",
        left,
    ) % {"days": left}


def _outside(supervision: Supervision, call_in: CallIn) -> str:
    """The rule and the way out."""
    day = _day(call_in)
    if supervision.supervised_from > day:
        days = (supervision.supervised_from - day).days
        return ngettext(
            "Supervision begins %(days)s day after the meeting. Choose another day or call"
            " voluntarily.",
            "Supervision begins %(days)s days after the meeting. Choose another day or call"
            " voluntarily.",
            days,
        ) % {"days": days}
    days = (day - supervision.supervised_until).days
    return ngettext(
        "Supervision ends %(days)s day before the meeting. Choose another day or call voluntarily.",
        "Supervision ends %(days)s days before the meeting. Choose another day or call"
        " voluntarily.",
        days,
    ) % {"days": days}


def _day(call_in: CallIn) -> date:
    return timezone.localtime(call_in.starts_at).date()


def _refuse_without_ground(candidate: Candidate, ground: str) -> None:
    """A duty to appear is that of the sanction, or of a condition in force that day."""
    supervision, day = candidate.supervision, _day(candidate.call_in)
    if ground not in Summons.MANDATORY:
        return
    if not supervision.is_under_way(day):
        raise ValidationError(_outside(supervision, candidate.call_in))
    if ground != Ground.CONDITION and ground != ground_of(supervision):
        raise ValidationError(_("The sanction gives no such duty. Choose another ground."))
    if ground == Ground.CONDITION and not _has_condition(supervision, day):
        raise ValidationError(
            _(
                "No special condition is in force that day. Write down what is decided on the"
                " person's page, or choose another ground."
            )
        )


def _has_condition(supervision: Supervision, day: date) -> bool:
    return SpecialCondition.objects.in_force(day).filter(supervision=supervision).exists()


def _refuse_protected(individual: Individual) -> None:
    if individual.is_protected:
        raise ValidationError(
            _("The person has protected identity and is not called to a meeting with others.")
        )


def _refuse_merged(individual: Individual) -> None:
    """The same person would stand on the list twice, under two names."""
    if individual.same_as_id is not None:
        raise ValidationError(
            _("The record is merged with another of the same person. Propose that one instead.")
        )


def _refuse_elsewhere(call_in: CallIn, by: User) -> None:
    """The list of expected persons is probation's, so the meeting has to be probation's too."""
    if call_in.owner_id != by.agency_id:
        raise ValidationError(_("Another agency leads this call-in. Call to one of your own."))
    if call_in.is_closed:
        raise ValidationError(_("The list is closed. Nobody else is called."))


def _refuse_unless_decider() -> None:
    if not audience.current().may(Action.DECIDE, Category.CANDIDATES):
        raise PermissionDenied


def _refuse_unmet(candidate: Candidate) -> None:
    unmet = Choosing(candidate.call_in).choice(candidate).in_the_way
    if unmet:
        words = [f"{one.finding.criterion.label}: {one.finding.words}" for one in unmet]
        raise ValidationError(
            _("%(name)s cannot be approved yet. %(unmet)s")
            % {"name": candidate, "unmet": " ".join(words)}
        )


def _answer(candidate: Candidate, answer: str, *, by: User, reason: str = "") -> None:
    approval = Approval.objects.get(
        subject_type=ContentType.objects.get_for_model(Candidate),
        subject_pk=candidate.pk,
        answer="",
    )
    if by.pk in (approval.asked_by_id, candidate.proposed_by_id):
        raise ValidationError(_("You proposed this yourself. Somebody else decides."))
    approval.answer, approval.answered_by, approval.reason = answer, by, reason
    approval.answered_at = timezone.now()
    approval.save(update_fields=["answer", "answered_by", "answered_at", "reason"])


def _place_at_the_door(call_in: CallIn, candidate: Candidate) -> DoorCard:
    """The next seat, with the own officer behind; two who summon at once wait for each other."""
    individual = candidate.individual
    CallIn.objects.select_for_update().get(pk=call_in.pk)
    last = DoorCard.objects.filter(call_in=call_in).aggregate(last=Max("seat"))["last"] or 0
    card = DoorCard.objects.create(
        call_in=call_in,
        seat=last + 1,
        initials=initials(individual.name),
        officer_id=candidate.supervision.officer_id,
    )
    DoorName.objects.create(call_in=call_in, card=card, individual=individual, name=individual.name)
    return card
