"""A summons after it is issued: served at last, in other words, or no longer a duty."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.actions import candidates, letters
from interventions.models import Candidate, Letter, LetterText, ServiceAttempt, Summons
from partners.models import User

Outcome = ServiceAttempt.Outcome


@transaction.atomic
def attempt(
    summons: Summons, *, method: str, outcome: str, by: User, at: datetime | None = None
) -> ServiceAttempt:
    """It was tried by that person at that time; if it was received, the summons is served."""
    at = at or timezone.now()
    _refuse_over(summons)
    if at > timezone.now():
        raise ValidationError({"day": _("That time has not come. Choose an earlier one.")})
    if timezone.localdate(at) < summons.issued_on:
        raise ValidationError(
            {"day": _("The summons was not issued until later. Choose a later day.")}
        )
    if outcome == Outcome.SERVED:
        _serve(summons, at)
    return ServiceAttempt.objects.create(
        summons=summons, method=method, outcome=outcome, at=at, by=by
    )


@transaction.atomic
def make_voluntary(summons: Summons, *, by: User) -> None:
    """The person is invited: nobody has a duty to come any longer, and the letter says so."""
    _refuse_over(summons)
    _lock(summons)
    if not summons.is_mandatory:
        raise ValidationError(_("It is voluntary already."))
    summons.ground = Summons.Ground.VOLUNTARY
    summons.text = letters.text_for(summons.ground)
    summons.translation = _same_language(summons)
    summons.save(update_fields=["ground", "text", "translation"])


@transaction.atomic
def translate(summons: Summons, *, language: str, by: User) -> None:
    """The letter is sent with its translation, or without when there is no language."""
    _refuse_over(summons)
    if Letter.objects.filter(summons=summons).exclude(sha256="").exists() and summons.served_on:
        raise ValidationError(_("The letter has been handed over. It stays as it was."))
    summons.translation = letters.text_for(summons.ground, language) if language else None
    summons.save(update_fields=["translation"])


@transaction.atomic
def settle_text(summons: Summons) -> bool:
    """The summons has a wording: the one it was issued in, or the one in force now."""
    if summons.text_id is None:
        summons.text = letters.text_for(summons.ground)
        summons.save(update_fields=["text"])
    return summons.text_id is not None


def _serve(summons: Summons, at: datetime) -> None:
    """Known since the first time; a hindrance that was reported meanwhile still stands."""
    _lock(summons)
    if summons.served_on is not None:
        raise ValidationError(
            {"outcome": _("It was received before. Nothing more has to be handed over.")}
        )
    summons.served_on = timezone.localdate(at)
    summons.save(update_fields=["served_on"])
    candidate = summons.candidate
    if candidate.may_become(Candidate.State.SERVED):
        candidates.move(candidate, Candidate.State.SERVED)


def _same_language(summons: Summons) -> LetterText | None:
    before = summons.translation
    return letters.text_for(summons.ground, before.language) if before else None


def _refuse_over(summons: Summons) -> None:
    if summons.candidate.call_in.is_closed or not summons.candidate.is_called:
        raise ValidationError(_("The evening is over. The summons is kept as it was."))


def _lock(summons: Summons) -> None:
    """Two who write at once wait for each other."""
    current = Summons.objects.select_for_update().get(pk=summons.pk)
    summons.served_on, summons.ground = current.served_on, current.ground
