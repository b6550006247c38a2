"""Own rows: the ones with buttons. Everything else about who may is the database's to say."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from partners import audience
from partners.mandates import Action, Category
from partners.models import Protected


def is_own(row: Protected) -> bool:
    return row.owner_id == audience.current().agency_id


def can(action: Action, category: Category, *, on: Protected) -> bool:
    """Is there a button: the mandate knows the action, and the row belongs to the own agency."""
    return is_own(on) and audience.current().may(action, category)


def get_own_or_404[Row: Protected](model: type[Row], pk: UUID) -> Row:
    """A row that the own agency answers for; somebody else's has no page to change it on."""
    row = get_object_or_404(model, pk=pk)
    if not is_own(row):
        raise Http404
    return row
