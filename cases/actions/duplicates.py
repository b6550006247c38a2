"""Two records of the same person: merged by a link that can be undone, or told apart for good."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Distinction, Individual
from partners.models import User
from partners.refusals import refusal

NEVER = _("A person with a new identity is never merged with another.")
NOT_THESE = _("One of them is already merged with another record. Undo that first.")
MERGED = _("The record is merged with another of the same person. Write it on that one instead.")
DRAFT = _("One of them waits for approval. Wait for the answer first.")


@transaction.atomic
def merge(individual: Individual, *, into: Individual, by: User) -> None:
    """`into` is kept and shows what both hold; `individual` leaves every list. Nothing moves."""
    pair = list(
        Individual.objects.own()
        .select_for_update()
        .filter(pk__in=[individual.pk, into.pk])
        .order_by("pk")
    )
    if len(pair) != 2 or any(one.same_as_id for one in pair):
        raise refusal(None, NOT_THESE, code="merged")
    if any(one.protection_level == Individual.ProtectionLevel.NEW_IDENTITY for one in pair):
        raise refusal(None, NEVER, code="new identity")
    if any(one.is_draft for one in pair):
        raise refusal(None, DRAFT, code="draft")
    # Whoever was merged into this one follows along to the one that is kept.
    for follower in Individual.objects.filter(same_as=individual):
        _point(follower, into)
    _point(individual, into)


@transaction.atomic
def undo(individual: Individual, *, by: User) -> None:
    """The record stands on its own again, in every list, with everything it held."""
    _point(individual, None)


@transaction.atomic
def part(individual: Individual, *, by: User) -> None:
    """The person is merged with nobody, in neither direction."""
    for merged in Individual.objects.filter(same_as=individual):
        _point(merged, None)
    if individual.same_as_id:
        _point(individual, None)


@transaction.atomic
def tell_apart(individual: Individual, other: Individual, *, by: User) -> Distinction:
    """They are two persons; the pair is not suggested again."""
    lower, higher = sorted([individual, other], key=lambda one: one.pk)
    found, is_new = Distinction.objects.get_or_create(
        individual=lower, other=higher, defaults={"decided_by": by}
    )
    if not is_new and found.withdrawn_at is not None:
        found.decided_by, found.withdrawn_at = by, None
        found.save(update_fields=["decided_by", "withdrawn_at"])
    return found


@transaction.atomic
def take_back(distinction: Distinction, *, by: User) -> None:
    """It is not known any more that they are two; the pair may be suggested again."""
    Distinction.objects.standing().filter(pk=distinction.pk).update(withdrawn_at=timezone.now())


def refuse_merged(individual: Individual) -> None:
    """Nothing new is written on a record that stands for the person no longer."""
    if individual.same_as_id is not None:
        raise refusal(None, MERGED, code="merged")


def _point(individual: Individual, kept: Individual | None) -> None:
    individual.same_as = kept
    individual.save(update_fields=["same_as"])
