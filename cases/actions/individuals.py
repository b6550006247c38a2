"""A person is registered by each agency on its own, for a stated purpose."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import minors
from cases.identity_numbers import IdentityNumber
from cases.models import GroupLink, Identifier, Individual
from partners.actions import approvals as asking
from partners.actions import grants
from partners.models import Approval, Grant, User
from partners.refusals import refusal, refusing

ASSIGNED_FOR = timedelta(days=365)
NUMBER_TAKEN = gettext_lazy("Your agency has already registered this number.")
TOO_YOUNG = gettext_lazy(
    "Nobody under 15 is registered here. Report a concern to social services instead."
)
LINKED = gettext_lazy("An injured party has no link to a group. End the link first.")
NOBODY = gettext_lazy("Choose at least one person who will see this.")


@transaction.atomic
def register(
    *,
    name: str,
    born: date | None,
    subject_category: str,
    purpose: str,
    by: User,
    number: IdentityNumber | None = None,
    assigned_to: Collection[User] = (),
) -> Individual:
    """The agency has its own record of the person; that another has one too changes nothing.

    With `assigned_to` the identity is protected from the first moment others could look.
    """
    _refuse_child(born, number)
    individual = Individual.objects.create(
        name=name, born=born, subject_category=subject_category, purpose=purpose
    )
    _add(number, to=individual)
    _ask_about_minor(individual, number, by=by)
    if assigned_to:
        protect(individual, assigned_to=assigned_to, by=by)
    return individual


@transaction.atomic
def change(
    individual: Individual, *, by: User, number: IdentityNumber | None = None, **fields: Any
) -> None:
    """The record says this; a further number stands beside those the person was known by."""
    _refuse_child(fields["born"], number)
    if fields["subject_category"] == Individual.SubjectCategory.VICTIM:
        _refuse_linked(individual)
    for field, value in fields.items():
        setattr(individual, field, value)
    individual.save()
    _add(number, to=individual)
    _ask_about_minor(individual, number, by=by)


@transaction.atomic
def protect(
    individual: Individual,
    *,
    assigned_to: Collection[User],
    by: User,
    level: str = Individual.ProtectionLevel.MARKED,
) -> None:
    """Only these users of the own agency see the person, and every row about the person.

    They are assigned before the protection begins: afterwards nobody else could assign them.
    """
    if not assigned_to:
        raise refusal("assigned_to", NOBODY, code="required")
    live = list(assignments(individual))
    for user in set(assigned_to) - {grant.user for grant in live}:
        _assign(individual, user, by=by)
    if individual.protection_level != level:
        individual.protection_level = level
        individual.save(update_fields=["protection_level"])
    gone = [grant for grant in live if grant.user not in assigned_to]
    grants.end(gone, because=Grant.Ending.DONE)


@transaction.atomic
def lift_protection(individual: Individual, *, by: User) -> None:
    """Everybody whose mandate allows it sees the person again; nobody is assigned any more."""
    individual.protection_level = Individual.ProtectionLevel.NONE
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


def _add(number: IdentityNumber | None, *, to: Individual) -> None:
    if number is None:
        return
    with refusing("identifier_per_owner", refusal("number", NUMBER_TAKEN, code="taken")):
        Identifier.objects.create(
            individual=to, kind=number.kind.value, value=number.value, issuer=number.issuer
        )


def _refuse_child(born: date | None, number: IdentityNumber | None) -> None:
    told = number.born if number else None
    if minors.standing(born, told, day=timezone.localdate()) is minors.Standing.CHILD:
        raise refusal("born" if born else "number", TOO_YOUNG, code="child")


def _refuse_linked(individual: Individual) -> None:
    if GroupLink.objects.filter(individual=individual).exists():
        raise refusal("subject_category", LINKED, code="linked")


def _ask_about_minor(individual: Individual, number: IdentityNumber | None, *, by: User) -> None:
    """Once for each person: another user of the agency is asked to approve."""
    told = number.born if number else None
    is_minor = minors.standing(individual.born, told, day=timezone.localdate())
    if is_minor is not minors.Standing.MINOR or approvals(individual).exists():
        return
    question = _("May a person between 15 and 17 be registered?")
    asking.ask(individual, question=question, by=by)


def approvals(individual: Individual) -> Any:
    kind = ContentType.objects.get_for_model(Individual)
    return Approval.objects.filter(subject_type=kind, subject_pk=individual.pk)
