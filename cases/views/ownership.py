"""Own rows: the ones with buttons. Everything else about who may is the database's to say."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from partners import audience, rows
from partners.actions.consents import COVERABLE
from partners.mandates import Action, Category, Reach, reach
from partners.models import Consent, Protected


def is_own(row: Protected) -> bool:
    return row.owner_id == audience.current().agency_id


def can(action: Action, category: Category, *, on: Protected) -> bool:
    """Is there a button: the mandate knows the action, and the row belongs to the own agency."""
    return is_own(on) and audience.current().may(action, category)


def disclosing(*asked: Protected) -> str:
    """Where one asks for these own rows to be disclosed together; empty when one may not ask."""
    if not all(can(Action.CREATE, Category.DISCLOSURES, on=row) for row in asked):
        return ""
    return _about("partners:disclosure_request", asked)


def sharing(*asked: Protected) -> str:
    """Where one shares these own rows by the person's consent; empty when there is none to use."""
    me = audience.current()
    if not (me.may(Action.READ, Category.CONSENTS) and Consent.objects.in_force().exists()):
        return ""
    categories = {row.information_category() for row in asked}
    is_all_coverable = categories <= set(COVERABLE)
    if not is_all_coverable or not all(can(Action.CREATE, c, on=asked[0]) for c in categories):
        return ""
    return _about("partners:consent_share", asked)


def consenting(person: Protected) -> str:
    """Where one writes down what an own person has consented to; empty when one may not."""
    if not can(Action.CREATE, Category.CONSENTS, on=person):
        return ""
    return _about("partners:consent_new", [person])


def _about(name: str, asked: Sequence[Protected]) -> str:
    names = [("row", rows.reference(row)) for row in asked]
    return f"{reverse(name)}?{urlencode(names)}"


def reads_own(category: Category) -> bool:
    """True where all such rows there are can be read: only there is their absence a fact."""
    me = audience.current()
    return any(Reach.OWN in reach(me.kind, role, category) for role in me.roles)
