"""Who must say yes before a person's record is used, and when it is looked at again."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import minors
from cases.identity_numbers import IdentityNumber, IdentityNumberError
from cases.models import Identifier, Individual
from partners.actions import approvals as asking
from partners.models import Approval, User
from partners.refusals import refusal

TOO_YOUNG = gettext_lazy(
    "Nobody under 15 is registered here. Report a concern to social services instead."
)
AWAITED = gettext_lazy(
    "The registration waits for approval. Until then nothing else is registered about the person."
)
# A minor's record is looked at every third month.
REVIEWED_EVERY = timedelta(days=91)


def of(individual: Individual) -> Any:
    kind = ContentType.objects.get_for_model(Individual)
    return Approval.objects.filter(subject_type=kind, subject_pk=individual.pk)


def refuse_child(born: date | None, number: IdentityNumber | None) -> None:
    told = number.born if number else None
    if minors.standing(born, told, day=timezone.localdate()) is minors.Standing.CHILD:
        raise refusal("born" if born else "number", TOO_YOUNG, code="child")


def refuse_draft(individual: Individual) -> None:
    """Nothing is built on a record that nobody else has approved yet."""
    if individual.is_draft:
        raise refusal(None, AWAITED, code="draft")


def settle(individual: Individual, *, by: User) -> None:
    """What is known of the birth has changed: the day of coming of age, the yeses, the review."""
    today = timezone.localdate()
    before = (individual.of_age_on, individual.review_on)
    individual.of_age_on = minors.of_age_on(individual.born, *_told(individual))
    if not individual.is_minor(today):
        individual.review_on = None
    elif individual.review_on is None:
        individual.review_on = today + REVIEWED_EVERY
    if before != (individual.of_age_on, individual.review_on):
        individual.save(update_fields=["of_age_on", "review_on"])
    ask(individual, by=by)


def drafts(people: Iterable[Individual]) -> set[UUID]:
    """Those of them that still wait for a yes, asked about all at once."""
    today = timezone.localdate()
    needed = {one.pk: count for one in people if (count := one.approvals_needed(today))}
    if not needed:
        return set()
    given: dict[UUID, set[UUID | None]] = {pk: set() for pk in needed}
    for answer in Approval.objects.filter(subject_pk__in=needed, answer=Approval.Answer.YES):
        given[answer.subject_pk].add(answer.answered_by_id)
    return {pk for pk, count in needed.items() if len(given[pk]) < count}


@transaction.atomic
def ask(individual: Individual, *, by: User) -> int:
    """As many others are asked as are still missing; returns how many were asked now."""
    asked = list(of(individual))
    yes = {one.answered_by_id for one in asked if one.answer == Approval.Answer.YES}
    waiting = [one for one in asked if not one.answer]
    needed = individual.approvals_needed(timezone.localdate())
    missing = max(0, needed - len(yes) - len(waiting))
    together = _together(asked)
    for _time in range(missing):
        asking.ask(individual, question=_question(individual), by=by, together=together)
    return missing


@transaction.atomic
def review(individual: Individual, *, review: str, by: User) -> None:
    """Somebody has asked again whether a minor's record is needed, and why; again in 3 months."""
    individual.review = review
    individual.review_on = timezone.localdate() + REVIEWED_EVERY
    individual.save(update_fields=["review", "review_on"])


def _together(asked: list[Approval]) -> Any:
    """One mark for all that is asked about the person: no two answers are by the same user."""
    return next((one.together for one in asked if one.together), None) or uuid4()


def _question(individual: Individual) -> str:
    if individual.is_minor(timezone.localdate()):
        return _("May a person between 15 and 17 be registered?")
    return _("May a person who was removed before be registered again?")


def _told(individual: Individual) -> list[date]:
    """The dates in the numbers that are in use: hints, of which the latest counts."""
    numbers = Identifier.objects.filter(individual=individual).exclude(status__in=Identifier.PAST)
    return [day for one in numbers if (day := _birth(one)) is not None]


def _birth(identifier: Identifier) -> date | None:
    try:
        return IdentityNumber(identifier.kind, identifier.value, identifier.issuer).born  # type: ignore[arg-type]
    except (IdentityNumberError, ValueError):
        return None
