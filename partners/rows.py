"""Rows that a decision is about, whatever their kind: named in an address, found, told apart.

A row is named by its model and its number, "cases.individual:3f1c…". The number cannot be guessed
and says nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, Self
from uuid import UUID

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils.text import capfirst

from partners import audience
from partners.mandates import Category, Reach, mandate_for
from partners.models import Agency, Approval, Consent, Grant, Protected
from partners.policies import RowPolicy, policy_of

AT_MOST = 50


class Pointer(Protocol):
    """Something that points at a row of any kind."""

    @property
    def content_type_id(self) -> int: ...

    @property
    def object_pk(self) -> UUID: ...


class Subject(NamedTuple):
    """What a consent or an approval is about, or a grant opens."""

    content_type_id: int
    object_pk: UUID

    @classmethod
    def of(cls, about: Consent | Approval) -> Self:
        return cls(about.subject_type_id, about.subject_pk)

    @classmethod
    def opened_by(cls, grant: Grant) -> Self:
        return cls(grant.content_type_id, UUID(grant.object_pk))


class Told(NamedTuple):
    """A row in words: what kind, which one, and where its page is. Hidden rows have no title."""

    kind: str
    title: str
    url: str


def reference(row: Protected) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def own(references: Iterable[str]) -> list[Protected]:
    """The own agency's rows with these names; no page when one is missing, foreign or a draft."""
    names = list(dict.fromkeys(references))
    if not 0 < len(names) <= AT_MOST:
        raise Http404
    return [_own(name) for name in names]


def found(pointers: Iterable[Pointer]) -> dict[UUID, Protected]:
    """Those of the rows pointed at that the audience may read."""
    wanted: dict[int, list[UUID]] = defaultdict(list)
    for pointer in pointers:
        wanted[pointer.content_type_id].append(pointer.object_pk)
    rows: dict[UUID, Protected] = {}
    for content_type_id, pks in wanted.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        assert model is not None
        rows |= {row.pk: row for row in model._default_manager.filter(pk__in=pks)}
    return rows


def told(pointers: Iterable[Pointer]) -> list[Told]:
    """Each row in words, in the order given; of a hidden one only its kind is said."""
    pointers = list(pointers)
    rows = found(pointers)
    return [tell(pointer.content_type_id, rows.get(pointer.object_pk)) for pointer in pointers]


def tell(content_type_id: int, row: Protected | None) -> Told:
    kind = ContentType.objects.get_for_id(content_type_id)
    title, url = (_title(row), _url(row)) if row is not None else ("", "")
    return Told(capfirst(kind.name), title, url)


def category(row: Protected) -> Category:
    policy = policy_of(type(row))
    assert policy is not None
    return Category(policy.category)


def lets(reach: Reach, agency: Agency, row: Protected) -> bool:
    """Does the mandate know such a way for the agency to read such a row?"""
    return reach in mandate_for(category(row)).reaches(agency.kind)


def _own(name: str) -> Protected:
    label, _, number = name.partition(":")
    try:
        model, pk = apps.get_model(label), UUID(number)
    except (LookupError, ValueError):
        raise Http404 from None
    if not (issubclass(model, Protected) and isinstance(policy_of(model), RowPolicy)):
        raise Http404
    row = model._default_manager.filter(pk=pk, owner=audience.current().agency_id).first()
    if row is None or row.is_draft:
        raise Http404
    return row


def _title(row: Protected) -> str:
    """Its name; a row named after another that is hidden has none."""
    try:
        return str(row)
    except ObjectDoesNotExist:
        return ""


def _url(row: Protected) -> str:
    address = getattr(row, "get_absolute_url", None)
    return str(address()) if address else ""


def about(person: Protected) -> Iterator[Protected]:
    """The person's own row and every row about the person that the audience may read."""
    yield person
    for model in apps.get_models():
        if issubclass(model, Protected) and _is_about(model, type(person)):
            subject = policy_of(model).subject  # type: ignore[union-attr]
            yield from model._default_manager.filter(**{subject: person})


def _is_about(model: type[Protected], kind: type[Protected]) -> bool:
    policy = policy_of(model)
    if not isinstance(policy, RowPolicy) or policy.subject in {"", "id"}:
        return False
    return model._meta.get_field(policy.subject).related_model is kind
