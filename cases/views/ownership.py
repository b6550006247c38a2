"""Own rows: the ones with buttons. Everything else about who may is the database's to say."""

from urllib.parse import urlencode

from django.urls import reverse

from partners import audience, rows
from partners.mandates import Action, Category, Reach, reach
from partners.models import Protected


def is_own(row: Protected) -> bool:
    return row.owner_id == audience.current().agency_id


def can(action: Action, category: Category, *, on: Protected) -> bool:
    """Is there a button: the mandate knows the action, and the row belongs to the own agency."""
    return is_own(on) and audience.current().may(action, category)


def disclosing(*asked: Protected) -> str:
    """Where one asks for these own rows to be disclosed together; empty when one may not ask."""
    if not all(can(Action.CREATE, Category.DISCLOSURES, on=row) for row in asked):
        return ""
    names = [("row", rows.reference(row)) for row in asked]
    return f"{reverse('partners:disclosure_request')}?{urlencode(names)}"


def reads_own(category: Category) -> bool:
    """True where all such rows there are can be read: only there is their absence a fact."""
    me = audience.current()
    return any(Reach.OWN in reach(me.kind, role, category) for role in me.roles)
