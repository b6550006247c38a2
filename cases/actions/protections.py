"""Protected identity: who still sees the person, and what must not be stored any longer."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import duplicates
from cases.models import Contact, Individual
from partners.actions import grants
from partners.models import Grant, User
from partners.refusals import refusal

ASSIGNED_FOR = timedelta(days=365)
NOBODY = _("Choose at least one person who will see this.")
Level = Individual.ProtectionLevel


@transaction.atomic
def protect(
    individual: Individual,
    *,
    assigned_to: Collection[User],
    by: User,
    level: str = Level.MARKED,
) -> None:
    """Only these users of the own agency see the person, and every row about the person.

    They are assigned before the protection begins: afterwards nobody else could assign them.
    Addresses are gone with their past, and whoever had been handed something is told.
    """
    if not assigned_to:
        raise refusal("assigned_to", NOBODY, code="required")
    Individual.objects.select_for_update().get(pk=individual.pk)
    live = list(assignments(individual))
    for user in set(assigned_to) - {grant.user for grant in live}:
        _assign(individual, user, by=by)
    _forget(Contact.objects.filter(individual=individual))
    if level == Level.NEW_IDENTITY:
        duplicates.part(individual, by=by)
    if individual.protection_level != level:
        individual.protection_level = level
        individual.save(update_fields=["protection_level"])
    gone = [grant for grant in live if grant.user not in assigned_to]
    grants.end(gone, because=Grant.Ending.DONE)


@transaction.atomic
def lift_protection(individual: Individual, *, by: User) -> None:
    """Everybody whose mandate allows it sees the person again; nobody is assigned any more."""
    individual.protection_level = Level.NONE
    individual.save(update_fields=["protection_level"])
    grants.end(assignments(individual), because=Grant.Ending.DONE)


def assignments(individual: Individual) -> Any:
    """The live grants by which users of the own agency are assigned to the person."""
    own = Grant.objects.filter(
        label=individual._meta.label_lower,
        object_pk=str(individual.pk),
        agency=individual.owner_id,
        user__isnull=False,
    )
    return own.select_related("user").order_by("user__name")


def _assign(individual: Individual, user: User, *, by: User) -> None:
    grants.give(
        individual,
        to=user.agency,
        user=user,
        reason=Grant.Reason.TEAM,
        until=timezone.now() + ASSIGNED_FOR,
        by=by,
    )


def _forget(contacts: Iterable[Contact]) -> None:
    for contact in contacts:
        contact.purge()
