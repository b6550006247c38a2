"""Absence cases: opened by one person, decided by another, for probation alone."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.actions import aftermaths
from interventions.models import AbsenceCase, Candidate
from interventions.steps import take
from partners import audience
from partners.mandates import Action, Category
from partners.models import User
from partners.refusals import refusal, refusing

State = AbsenceCase.State


@transaction.atomic
def open_case(candidate: Candidate, *, by: User) -> AbsenceCase:
    """Somebody has looked at the absence and found that it has to be gone into."""
    if not aftermaths.needs_a_stand(candidate):
        message = _("There is nothing to go into: no duty to come, a valid reason, or a case.")
        raise refusal(None, message, code="no ground")
    again = refusal(None, _("There is a case already. Reload the page."), code="open")
    with refusing("interventions_absencecase_candidate_id_key", again):
        return AbsenceCase.objects.create(
            candidate=candidate, individual_id=candidate.individual_id, opened_by=by
        )


@transaction.atomic
def hear(case: AbsenceCase, *, on: date, by: User) -> None:
    """The person has said why; nothing is decided before that."""
    _refuse_unless_past(on, since=timezone.localdate(case.candidate.call_in.starts_at))
    take(case, State.HEARD, heard_on=on)


@transaction.atomic
def refer(case: AbsenceCase, *, on: date, by: User) -> None:
    """The supervision board has it and decides."""
    _refuse_unless_past(on, since=case.heard_on)
    take(case, State.REFERRED, referred_on=on)


@transaction.atomic
def decide(case: AbsenceCase, *, measure: str, by: User) -> None:
    """What comes of it, decided by somebody else than who opened it."""
    if not audience.current().may(Action.DECIDE, Category.MISCONDUCT):
        raise PermissionDenied
    if case.opened_by_id == by.pk:
        message = _("You opened this case yourself. Somebody else decides.")
        raise refusal(None, message, code="same")
    if measure in AbsenceCase.OF_THE_BOARD and case.state != State.REFERRED:
        message = _("Only the supervision board decides this. Refer the case to it first.")
        raise refusal("measure", message, code="board")
    take(case, State.DECIDED, measure=measure, decided_by=by, decided_at=timezone.now())
    aftermaths.finish(case.candidate)


@transaction.atomic
def drop(case: AbsenceCase, *, by: User) -> None:
    """It was opened by mistake; it stays, and says so."""
    take(case, State.DROPPED)
    aftermaths.finish(case.candidate)


def _refuse_unless_past(on: date, *, since: date | None) -> None:
    if on > timezone.localdate():
        raise refusal("on", _("That day has not come. Choose an earlier one."), code="future")
    if since is not None and on < since:
        raise refusal("on", _("That day is too early. Choose a later one."), code="early")
