"""The rules answer people: why can I see this, and who will see it?

Asks the same mandates, standing decisions and grants as the gate (partners/sql/gate.sql), and
decides nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners import audience
from partners.mandates import Category, Reach, Role, reach
from partners.models import Agency, Consent, Grant, Protected, StandingDecision, User
from partners.policies import RowPolicy, policy_of
from partners.rows import Subject, found
from partners.rows import category as category_of

WORDS: dict[str, Promise] = {
    Grant.Reason.PARTY: gettext_lazy("Your agency is named in it."),
    Grant.Reason.TEAM: gettext_lazy("You are personally assigned."),
    Grant.Reason.BODY: gettext_lazy("Your agency is a member of the body it belongs to."),
    Grant.Reason.CONSENT: gettext_lazy("The person has consented to your agency knowing this."),
}


@dataclass(frozen=True)
class Reason:
    """One sentence on why a row is visible; `until` is the moment it stops being so."""

    text: str
    until: datetime | None = None
    reference: str = ""


@dataclass(frozen=True)
class Reader:
    """An agency that can read a row, or one named user of it; shown with the owner mark."""

    agency: Agency
    user: User | None = None
    until: datetime | None = None
    ends_by_change: bool = False

    @property
    def kind(self) -> str:
        return self.agency.kind

    @property
    def short_name(self) -> str:
        return f"{self.user}, {self.agency}" if self.user else self.agency.short_name

    @property
    def name(self) -> str:
        return f"{self.user}, {self.agency}" if self.user else self.agency.name


def why(*rows: Protected) -> list[Reason]:
    """Why the one who is looking may read these rows: each reason once, in few queries."""
    here = audience.current().agency_id
    foreign = [row for row in rows if row.owner_id != here]
    reasons = [Reason(_("Your agency owns this."))] if len(foreign) < len(rows) else []
    grants = _grants_to_me(rows)
    reasons += _standing(foreign, {grant.object_pk for grant in grants})
    reasons += [_by(grant) for grant in grants]
    return list(dict.fromkeys(reasons))


def readers(
    category: Category, *, row: Protected | None = None, about: Protected | None = None
) -> list[Reader]:
    """Who can read a row of the own agency: a new one of the category, or this very row.

    `about` is the person a new row is about. When that person's identity is protected, only the
    users personally assigned remain.
    """
    found = list(_agencies(category))
    if row is not None:
        found += _grantees(category, row)
    subject = _subject(row) if row is not None else about
    if subject is not None and _is_withheld(subject):
        found = _assigned(subject, found)
    whole = {reader.agency.pk for reader in found if reader.user is None}
    return [r for r in found if r.user is None or r.agency.pk not in whole]


def what_a_change_ends(found: Iterable[Reader]) -> str:
    """The note for a form: who loses the row by the change, as a decision covers it as it was."""
    names = ", ".join(reader.short_name for reader in found if reader.ends_by_change)
    if not names:
        return ""
    return _("%(agencies)s got this by a decision. When you change it, the decision ends.") % {
        "agencies": names
    }


def _standing(rows: list[Protected], granted: set[str]) -> Iterator[Reason]:
    if not rows:
        return
    decisions = StandingDecision.objects.current().filter(
        recipient=audience.current().agency_id,
        owner__in={row.owner_id for row in rows},
        category__in={category_of(row) for row in rows},
    )
    told = set()
    for decision in decisions.select_related("legal_basis", "owner"):
        told.add((decision.owner_id, decision.category))
        reference = decision.legal_basis.provision
        yield _by_standing_decision(decision.owner, decision.valid_until, reference)
    untold = [row for row in rows if (row.owner_id, category_of(row)) not in told]
    yield from _unseen_standing([row for row in untold if str(row.pk) not in granted])


def _unseen_standing(rows: list[Protected]) -> Iterator[Reason]:
    """The decision opens the row, but its own register entry is not shown to the recipient."""
    owners = {row.owner_id for row in rows if Reach.STANDING in _my_reach(category_of(row))}
    for owner in Agency.objects.filter(pk__in=owners):
        yield _by_standing_decision(owner)


def _by_standing_decision(
    owner: Agency, until: datetime | None = None, reference: str = ""
) -> Reason:
    text = _("%(agency)s shares such information by a standing decision.") % {"agency": owner}
    return Reason(text, until, reference)


def _my_reach(category: Category) -> set[Reach]:
    me = audience.current()
    return {found for role in me.roles for found in reach(me.kind, role, category)}


def _grants_to_me(rows: Iterable[Protected]) -> list[Grant]:
    """Live grants to the own agency, for everybody there or for this user."""
    me = audience.current()
    opening = Q(pk=None)
    for row in rows:
        opening |= _reading(row) if row.owner_id == me.agency_id else _opening(row)
    mine = Q(agency=me.agency_id) & (Q(user=None) | Q(user=me.user_id))
    grants = Grant.objects.filter(opening, mine)
    return list(grants.select_related("owner", "disclosure__legal_basis"))


def _reading(row: Protected) -> Q:
    codename = f"view_{row._meta.model_name}"
    return Q(label=row._meta.label_lower, codename=codename, object_pk=str(row.pk))


def _opening(row: Protected) -> Q:
    """The grants that open a row: to read it, or a duty on the row it belongs to."""
    policy = policy_of(type(row))
    if not isinstance(policy, RowPolicy) or policy.duty is None:
        return _reading(row)
    field, label, codename = policy.duty
    pk = str(row.serializable_value(field))
    return _reading(row) | Q(label=label, codename=codename, object_pk=pk)


def _by(grant: Grant) -> Reason:
    if grant.reason != Grant.Reason.DECISION:
        return Reason(str(WORDS[grant.reason]), grant.valid_until)
    text = _("%(agency)s has disclosed this to your agency.") % {"agency": grant.owner}
    reference = grant.disclosure.legal_basis.provision if grant.disclosure else ""
    return Reason(text, grant.valid_until, reference)


def _agencies(category: Category) -> Iterator[Reader]:
    """The own agency, and those who read all its rows of the category by a standing decision."""
    here = audience.current().agency_id
    yield Reader(Agency.objects.get(pk=here))
    decisions = StandingDecision.objects.current().filter(category=category, owner=here)
    until: dict[Agency, datetime] = {}
    for decision in decisions.select_related("recipient"):
        recipient = decision.recipient
        if recipient.is_active and Reach.STANDING in _reach_of(recipient, category):
            until[recipient] = max(decision.valid_until, until.get(recipient, decision.valid_until))
    for agency in sorted(until, key=lambda one: one.pk):
        yield Reader(agency, until=until[agency])


def _reach_of(agency: Agency, category: Category) -> set[Reach]:
    return {found for role in Role for found in reach(agency.kind, role, category)}


def _live(opening: Q) -> Iterable[Grant]:
    grants = Grant.objects.filter(opening, agency__is_active=True)
    return grants.select_related("agency", "user").order_by("agency", "user__name", "valid_until")


def _grantees(category: Category, row: Protected) -> Iterator[Reader]:
    for grant in _live(_opening(row)):
        if Reach(grant.reason) in _reach_of(grant.agency, category):
            is_by_decision = grant.reason == Grant.Reason.DECISION
            yield Reader(grant.agency, grant.user, grant.valid_until, is_by_decision)


def _subject(row: Protected) -> Protected | None:
    """The person a row is about; for the person's own row, the row itself."""
    policy = policy_of(type(row))
    if not isinstance(policy, RowPolicy) or not policy.subject:
        return None
    if isinstance(row, Consent):
        return found([Subject.of(row)]).get(row.subject_pk)
    subject: Protected = row if policy.subject == "id" else getattr(row, policy.subject)
    return subject


def _is_withheld(subject: Protected) -> bool:
    policy = policy_of(type(subject))
    assert isinstance(policy, RowPolicy)
    return bool(policy.withheld_when and getattr(subject, policy.withheld_when))


def _assigned(subject: Protected, found: list[Reader]) -> list[Reader]:
    """Of those who otherwise could read: the users whom a grant on the person names."""
    whole = {reader.agency.pk for reader in found if reader.user is None}
    named = {reader.user.pk for reader in found if reader.user}
    return [
        Reader(grant.agency, grant.user, grant.valid_until)
        for grant in _live(_reading(subject))
        if grant.user and (grant.agency_id in whole or grant.user.pk in named)
    ]
