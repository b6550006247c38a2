"""Persons' parts in incidents are registered with a source, and taken away when they were wrong."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.actions.duplicates import refuse_merged
from cases.models import Incident, Individual, Involvement, VictimInvolvement
from partners.models import User
from partners.refusals import refusal, refusing

INVOLVED = _("The person has a part in this incident already. Remove that one first.")


@transaction.atomic
def involve(
    incident: Incident, *, individual: Individual, role: str, basis: str, source: str, by: User
) -> Involvement:
    """The person is suspected, convicted or otherwise concerned, by this source."""
    refuse_merged(individual)
    with refusing("involved_once_per_incident", refusal("individual", INVOLVED, code="involved")):
        return Involvement.objects.create(
            incident=incident, individual=individual, role=role, basis=basis, source=source
        )


@transaction.atomic
def harm(
    incident: Incident, *, individual: Individual, role: str, source: str, by: User
) -> VictimInvolvement:
    """The person was harmed, saw it or is a relative: apart from those who stand behind it.

    Somebody who is both stands in both tables, each row by its own name.
    """
    refuse_merged(individual)
    with refusing("harmed_once_per_incident", refusal("individual", INVOLVED, code="involved")):
        return VictimInvolvement.objects.create(
            incident=incident, individual=individual, role=role, source=source
        )


@transaction.atomic
def remove(part: Involvement | VictimInvolvement, *, by: User) -> None:
    """The person has no such part; that it was said is in the owner's history."""
    part.delete()
