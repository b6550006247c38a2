"""Rows of a confirmed list become records, each row whole or not at all."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases import list_rows
from cases.actions import imports, individuals, supervisions
from cases.identity_numbers import IdentityNumber, Kind
from cases.models import Identifier, ImportRow, Individual, ListImport
from cases.spreadsheets.facts import Facts
from cases.spreadsheets.reasons import REASONS
from partners.models import User

AT_ONCE = 50
SUPERVISION = ("sanction", "supervised_from", "supervised_until", "probation_from",
               "probation_until")  # fmt: skip


@transaction.atomic
def carry_on(draft_id: UUID, *, by: User) -> bool:
    """The next rows are read in, together with the knowledge that they are; True while more wait.

    Whatever becomes of the worker, a row and its records were stored together or neither was.
    """
    states = ListImport.State.CONFIRMED, ListImport.State.RUNNING
    draft = imports.locked(draft_id, *states)
    if draft is None or draft.confirmed_by_id != by.pk:
        return False
    if draft.state == ListImport.State.CONFIRMED:
        imports.become(draft, ListImport.State.RUNNING)
    ready = ImportRow.objects.of(draft).filter(state=ImportRow.State.READY)
    rows = list(ready.select_related("individual")[:AT_ONCE])
    for row in rows:
        _read_in(row, draft, by=by)
    draft.handled += len(rows)
    draft.heard_at = timezone.now()
    if len(rows) < AT_ONCE:
        draft.state = ListImport.State.DONE
    draft.save()
    return len(rows) == AT_ONCE


@transaction.atomic
def interrupt(draft_id: UUID) -> None:
    """Somebody is told that the job stopped, and can let it go on."""
    states = ListImport.State.CONFIRMED, ListImport.State.RUNNING
    draft = imports.locked(draft_id, *states)
    if draft is not None:
        imports.become(draft, ListImport.State.INTERRUPTED)


def _read_in(row: ImportRow, draft: ListImport, *, by: User) -> None:
    try:
        with transaction.atomic():
            row.individual = _registered(row, draft, by=by)
            _supervise(row, by=by)
    except ValidationError as error:
        row.individual, row.reasons = None, [_code(error)]
        _become(row, ImportRow.State.REFUSED)
    else:
        row.cells, row.typed, row.facts, row.identity, row.name_key = [], {}, {}, "", ""
        _become(row, ImportRow.State.IMPORTED)


def _registered(row: ImportRow, draft: ListImport, *, by: User) -> Individual:
    facts = Facts.of(row.facts)
    number = IdentityNumber(Kind(facts.number_kind), facts.number) if facts.number else None
    if row.individual is None:
        return individuals.register(
            name=facts.name,
            born=facts.day("born"),
            subject_category=draft.subject_category,
            purpose=draft.purpose,
            number=number,
            by=by,
        )
    person = row.individual
    held = Identifier.objects.filter(Q(individual=person) | Q(individual__same_as=person))
    if number and not held.filter(value=number.value).exists():
        known = {name: getattr(person, name) for name in KEPT}
        individuals.change(person, by=by, number=number, **known)
    return person


KEPT = ("name", "born", "subject_category", "purpose")


def _supervise(row: ImportRow, *, by: User) -> None:
    if not row.plan:
        return
    assert row.individual is not None
    facts = Facts.of(row.facts)
    told: dict[str, Any] = {name: getattr(facts, name) for name in SUPERVISION}
    told |= {name: facts.day(name) for name in SUPERVISION[1:]}
    told |= {"officer_id": UUID(facts.officer) if facts.officer else None, "unit": facts.unit}
    changed = list_rows.overlapped(row) if row.plan == ImportRow.Plan.CHANGE else None
    if changed is not None:
        supervisions.change(changed, by=by, **told)
    else:
        supervisions.register(row.individual, by=by, **told)


def _code(error: ValidationError) -> str:
    """The reason among ours; a rule that is none of them is told where it is met by hand."""
    errors = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    found = next((one.code for many in errors for one in many if one.code in REASONS), None)
    return found or "rule"


def _become(row: ImportRow, state: str) -> None:
    assert row.may_become(state)
    row.state = state
    row.save()
