"""Recording what a person has consented to, sharing on the strength of it, and taking it back."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners import rows as any_rows
from partners.actions import grants
from partners.actions.standing_decisions import ACCOUNTED_FOR, check_time
from partners.mandates import Category, Kind, Reach, mandate_for
from partners.models import Agency, Consent, Grant, Protected, User
from partners.models.standing_decisions import LONGEST
from partners.refusals import refusal

# What somebody may be told by consent, whoever owns it.
COVERABLE = tuple(
    category
    for category in Category
    if any(Reach.CONSENT in mandate_for(category).reaches(kind) for kind in Kind)
)


@transaction.atomic
def record(
    *,
    subject: Protected,
    name: str,
    recipients: Collection[Agency],
    categories: Sequence[str],
    scope: str,
    given_on: date,
    until: datetime,
    by: User,
) -> Consent:
    """The consent stands and its parties see it. It opens no row before an owner shares one."""
    _check_parties(recipients, categories, by=by)
    if given_on > timezone.localdate():
        raise refusal("given_on", _("That day has not come. Choose an earlier one."), code="future")
    check_time(until, longest=LONGEST)
    consent = Consent.objects.create(
        owner_id=by.agency_id,
        subject_type=ContentType.objects.get_for_model(type(subject)),
        subject_pk=subject.pk,
        name=name,
        recipients=sorted(agency.pk for agency in recipients),
        categories=[category for category in COVERABLE if category in categories],
        scope=scope,
        given_on=given_on,
        valid_until=until,
    )
    for agency in recipients:
        grants.give(
            consent, to=agency, reason=Grant.Reason.PARTY, until=until + ACCOUNTED_FOR, by=by
        )
    return consent


@transaction.atomic
def share(consent: Consent, rows: Sequence[Protected], *, to: Agency, by: User) -> None:
    """The agency reads these own rows for as long as the person consents."""
    if not covers(consent, rows, to):
        message = _("The consent does not cover this. Choose another one.")
        raise refusal("shared", message, code="not covered")
    leaning_on_it = Grant.objects.filter(consent=consent, owner=by.agency_id, agency=to)
    open_already = {grant.object_pk for grant in leaning_on_it}
    for row in rows:
        if str(row.pk) not in open_already:
            grants.give(
                row, to=to, reason=Grant.Reason.CONSENT, until=consent.valid_until, by=by,
                consent=consent,
            )  # fmt: skip


@transaction.atomic
def withdraw(consent: Consent, *, by: User) -> Consent:
    """Everything that was opened on the strength of it is closed in the same moment."""
    if consent.withdrawn_at is not None:
        raise refusal(None, _("The consent is withdrawn already."), code="withdrawn")
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    return consent


def may_rely(agency: Agency) -> bool:
    """The mandates let the agency see the consents that it is to lean on."""
    return Reach.PARTY in mandate_for(Category.CONSENTS).reaches(agency.kind)


def covers(consent: Consent, rows: Sequence[Protected], to: Agency) -> bool:
    """The same question as the gate asks (partners_consent_opens), about rows of one owner."""
    return (
        consent.is_in_force
        and to.pk in consent.parties
        and all(_covers(consent, row, to) for row in rows)
    )


def _covers(consent: Consent, row: Protected, to: Agency) -> bool:
    is_of_a_party = row.owner_id in consent.parties and row.owner_id != to.pk
    is_about_the_person = row.owner_id != consent.owner_id or row.subject_id() == consent.subject_pk
    is_named = any_rows.category(row) in consent.categories
    return (
        is_of_a_party and is_about_the_person and is_named and any_rows.lets(Reach.CONSENT, to, row)
    )


def _check_parties(recipients: Collection[Agency], categories: Sequence[str], *, by: User) -> None:
    for agency in recipients:
        if agency.pk == by.agency_id or not may_rely(agency):
            message = _("No mandate lets %(agency)s rely on a consent. Choose another recipient.")
            raise refusal("recipients", message % {"agency": agency}, code="no mandate")
    parties = [by.agency, *recipients]
    for category in map(Category, categories):
        if not _can_be_told(category, parties):
            message = _("None of these agencies can tell another %(kind)s. Leave it out.")
            raise refusal("categories", message % {"kind": category.label.lower()}, code="nobody")


def _can_be_told(category: Category, parties: Sequence[Agency]) -> bool:
    """One party owns such information, and another may read it by consent."""
    mandate = mandate_for(category)
    owners = [one for one in parties if Reach.OWN in mandate.reaches(one.kind)]
    readers = [one for one in parties if Reach.CONSENT in mandate.reaches(one.kind)]
    return any(owner.pk != reader.pk for owner in owners for reader in readers)
