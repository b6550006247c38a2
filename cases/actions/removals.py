"""A person's record is removed completely: what is left says that something was, and not what."""

from django.apps import apps
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import tombstones
from cases.models import Distinction, Identifier, Individual, Tombstone
from partners import access_log, rows
from partners.models import Agency, Grant, User
from partners.refusals import refusal

KEEPS_OTHERS = gettext_lazy(
    "Another record is merged with this one. Undo that first, or remove the other one."
)
POINTED_AT = gettext_lazy("Something else still refers to the person. Remove that first.")


@transaction.atomic
def remove(individual: Individual, *, reason: str, by: User) -> list[Agency]:
    """The person is gone, with every row about them and all their past.

    A tombstone for each number stays. Returns the agencies that had been handed something: their
    decisions have lapsed, and they are told so.
    """
    if Individual.objects.filter(same_as=individual).exists():
        raise refusal(None, KEEPS_OTHERS, code="merged")
    told = recipients(individual)
    _mark(individual, reason)
    _let_go(individual)
    access_log.note(
        purpose="remove", reason=reason, recipients=sorted(agency.pk for agency in told)
    )
    try:
        with transaction.atomic():
            individual.purge_everything_about()
    except IntegrityError as error:
        raise refusal(None, _in_the_way(error), code="pointed at") from None
    return told


def recipients(individual: Individual) -> list[Agency]:
    """Agencies with a live grant on the person or on what the own agency knows of the person."""
    pks = [str(row.pk) for row in rows.about(individual)]
    granted = Grant.objects.filter(object_pk__in=pks, owner=individual.owner_id)
    others = granted.exclude(agency=individual.owner_id).select_related("agency")
    return sorted({grant.agency for grant in others}, key=lambda agency: agency.pk)


def _mark(individual: Individual, reason: str) -> None:
    numbers = Identifier.objects.filter(individual=individual)
    digests = [
        tombstones.of_identifier(one) for one in numbers if one.kind != Identifier.Kind.UNKNOWN
    ]
    for digest in digests or [tombstones.digest(tombstones.Kind.PERSON.value, str(individual.pk))]:
        Tombstone.objects.create(
            kind=Tombstone.Kind.PERSON, digest=digest, reason=Tombstone.Reason(reason).value
        )


def _let_go(individual: Individual) -> None:
    """Rows about something else no longer mention the person."""
    for distinction in Distinction.objects.filter(other=individual):
        distinction.purge()
    for relation in Individual._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.SET_NULL:
            mentioning = relation.related_model._default_manager
            mentioning.filter(**{relation.field.name: individual}).update(
                **{relation.field.name: None}
            )


def _in_the_way(error: DatabaseError) -> str:
    """In words what kind of row stands in the way; the row itself is looked for where it is."""
    label = getattr(getattr(error.__cause__, "diag", None), "message_detail", "") or ""
    if label.count(".") != 1 or " " in label:
        return str(POINTED_AT)
    kind = capfirst(str(apps.get_model(label)._meta.verbose_name_plural))
    return _("%(kind)s: the person is there. End that first; then the record can be removed.") % {
        "kind": kind
    }
