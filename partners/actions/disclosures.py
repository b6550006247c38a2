"""Handing single rows to another agency: asked for by one person, decided by another."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners import rows as any_rows
from partners.actions import grants
from partners.actions.standing_decisions import ACCOUNTED_FOR, check_basis, check_time
from partners.mandates import Category, Reach, mandate_for
from partners.models import (
    Agency,
    Disclosure,
    DisclosureAssessment,
    DisclosureItem,
    Grant,
    LegalBasis,
    Protected,
    User,
)
from partners.refusals import refusal

# What was handed over is looked at as it was; after that it is asked for anew.
LONGEST = timedelta(days=91)
# Told in the same transaction, with `disclosure` and `by`: what waited for the decision goes on.
decided = Signal()
State = Disclosure.State


@transaction.atomic
def request(
    *,
    rows: Sequence[Protected],
    recipient: Agency,
    purpose: str,
    legal_basis: LegalBasis,
    need: str,
    harm: str,
    proportionality: str,
    until: datetime,
    by: User,
    conditions: str = "",
) -> Disclosure:
    """A decision-maker is asked whether the recipient may read these rows as they stand now."""
    check_recipient(recipient, rows, by=by)
    _check_finished(rows)
    check_basis(legal_basis)
    check_time(until, longest=LONGEST)
    disclosure = Disclosure.objects.create(
        owner_id=by.agency_id,
        recipient=recipient,
        purpose=purpose,
        legal_basis=legal_basis,
        conditions=conditions,
        valid_until=until,
        requested_by=by,
    )
    DisclosureAssessment.objects.create(
        disclosure=disclosure, need=need, harm=harm, proportionality=proportionality
    )
    for row in rows:
        _add(disclosure, row)
    return disclosure


@transaction.atomic
def decide(disclosure: Disclosure, *, yes: bool, reason: str, by: User) -> Disclosure:
    """Yes: the recipient reads the rows until the day asked for. No: what was asked is forgotten.

    Whoever asked does not decide. Rows that have changed since are not handed over: nobody has
    weighed them as they stand.
    """
    if disclosure.requested_by_id == by.pk:
        message = _("You asked for this yourself. Somebody else decides.")
        raise refusal(None, message, code="asked by the same")
    state = State.DISCLOSED if yes else State.REFUSED
    _check_step(disclosure, state)
    rows = _unchanged(disclosure) if yes else []
    _move(disclosure, state, decided_by=by, decided_at=timezone.now())
    DisclosureAssessment.objects.filter(disclosure=disclosure).update(decision_reason=reason)
    if yes:
        _open(disclosure, rows, by=by)
    decided.send(Disclosure, disclosure=disclosure, by=by)
    return disclosure


@transaction.atomic
def withdraw(disclosure: Disclosure, *, by: User) -> Disclosure:
    """The recipient reads nothing more by it from this moment, and sees that it was withdrawn."""
    _check_step(disclosure, State.WITHDRAWN)
    _move(disclosure, State.WITHDRAWN, ended_at=timezone.now())
    decided.send(Disclosure, disclosure=disclosure, by=by)
    return disclosure


def may_receive(recipient: Agency, rows: Iterable[Protected]) -> bool:
    """The mandates let the recipient read every one of the rows by a decision, and see why."""
    sees_why = Reach.PARTY in mandate_for(Category.DISCLOSURES).reaches(recipient.kind)
    return sees_why and all(any_rows.lets(Reach.DECISION, recipient, row) for row in rows)


def check_recipient(recipient: Agency, rows: Sequence[Protected], *, by: User) -> None:
    if recipient.pk == by.agency_id or not may_receive(recipient, rows):
        message = _("No mandate lets %(agency)s read all of this. Choose another recipient.")
        raise refusal("recipient", message % {"agency": recipient}, code="no mandate")


def _check_finished(rows: Iterable[Protected]) -> None:
    if any(row.is_draft for row in rows):
        raise refusal(None, _("A draft is not handed over. Finish it first."), code="draft")


def fingerprint(label: str, pk: UUID) -> str | None:
    """How an own row stands; it stands so until the transaction ends. None: there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT partners_fingerprint(%s, %s)", [label, pk])
        found: str | None = cursor.fetchone()[0]
    return found


def _add(disclosure: Disclosure, row: Protected) -> None:
    DisclosureItem.objects.create(
        disclosure=disclosure,
        content_type=ContentType.objects.get_for_model(type(row)),
        object_pk=row.pk,
        version=fingerprint(row._meta.label_lower, row.pk) or "",
    )


def _check_step(disclosure: Disclosure, state: str) -> None:
    if not disclosure.may_become(state):
        message = _("This is %(state)s. Nothing more can be decided about it.")
        words = {"state": disclosure.get_state_display()}
        raise refusal(None, message % words, code="wrong state")


def _move(disclosure: Disclosure, state: str, **fields: Any) -> None:
    """The step is taken once, also when two people take it at the same time."""
    here = Disclosure.objects.filter(pk=disclosure.pk, state=disclosure.state)
    if not here.update(state=state, **fields):
        message = _("Somebody else has decided about this. Look at it again.")
        raise refusal(None, message, code="decided")
    for name, value in {"state": state, **fields}.items():
        setattr(disclosure, name, value)


def _unchanged(disclosure: Disclosure) -> list[Protected]:
    """The rows, all still as they were when they were asked for, and the ground still firm."""
    check_basis(disclosure.legal_basis)
    check_time(disclosure.valid_until, longest=LONGEST)
    items = list(disclosure.items.all())
    rows = any_rows.found(items)
    for item in items:
        row = rows.get(item.object_pk)
        if row is None or fingerprint(row._meta.label_lower, row.pk) != item.version:
            message = _(
                "Something in it has been changed since it was asked for. "
                "Say no, and let it be asked for anew."
            )
            raise refusal(None, message, code="changed")
    return [rows[item.object_pk] for item in items]


def _open(disclosure: Disclosure, rows: Iterable[Protected], *, by: User) -> None:
    to, until = disclosure.recipient, disclosure.valid_until
    for row in rows:
        grants.give(
            row, to=to, reason=Grant.Reason.DECISION, until=until, by=by, disclosure=disclosure
        )
    for register in (disclosure, *disclosure.items.all()):
        grants.give(register, to=to, reason=Grant.Reason.PARTY, until=until + ACCOUNTED_FOR, by=by)
