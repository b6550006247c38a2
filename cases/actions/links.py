"""Links to groups as whoever writes them does: a draft, new information, the end."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import tombstones
from cases.actions import link_rules as rules
from cases.actions.approvals import refuse_draft
from cases.actions.duplicates import refuse_merged
from cases.actions.link_rules import Given
from cases.models import CriminalGroup, GroupLink, Individual, LinkCriterion, Tombstone
from cases.models.links import DRAFT
from partners import access_log
from partners.actions import approvals as asking
from partners.models import User
from partners.refusals import refusal, refusing

State, Ending = GroupLink.State, GroupLink.Ending


@transaction.atomic
def register(
    individual: Individual,
    *,
    group: CriminalGroup,
    need: str,
    months: int,
    criteria: Sequence[Given],
    by: User,
    new_basis: str = "",
) -> GroupLink:
    """A draft of a link waits for a second person; after thirty days it is gone.

    One that was removed before needs something new, and a yes of its own from somebody else.
    """
    is_again = was_removed(individual, group)
    if is_again and not new_basis.strip():
        raise refusal("new_basis", rules.AGAIN, code="again")
    refuse_draft(individual)
    refuse_merged(individual)
    rules.refuse_whom_no_link_is_for(individual)
    rules.refuse_too_long(individual, months)
    rules.refuse_too_little(criteria)
    now = timezone.now()
    with refusing("link_one_at_a_time", refusal("group", rules.LINKED, code="linked")):
        link = GroupLink.objects.create(
            individual=individual,
            group=group,
            need=need,
            months=months,
            registered_by=by,
            new_basis=new_basis if is_again else "",
            valid_from=now,
            valid_until=now + DRAFT,
        )
    _add(link, criteria, by=by)
    if is_again:
        question = _("May a link that was removed be registered again?")
        asking.ask(link, question=question, by=by)
    return link


@transaction.atomic
def change(link: GroupLink, *, need: str, months: int, criteria: Sequence[Given], by: User) -> None:
    """The draft says this instead; what was unchanged of its criteria stands as it was written."""
    if link.state != State.DRAFT or link.registered_by_id != by.pk:
        raise refusal(None, rules.ELSEWHERE, code="state")
    rules.refuse_too_long(link.individual, months)
    rules.refuse_too_little(criteria)
    rules.move(link, State.DRAFT, need=need, months=months, review="")
    held = {_told(criterion): criterion for criterion in link.criteria.all()}
    given = {_told(one): one for one in criteria}
    for key in held.keys() - given.keys():
        held[key].delete()
    _add(link, [given[key] for key in given if key not in held], by=by)


@transaction.atomic
def bring_news(link: GroupLink, *, criteria: Sequence[Given], by: User) -> None:
    """New information waits for a second person; the link itself stays as it is."""
    rules.refuse_old_news(link, criteria)
    _add(link, criteria, by=by)


@transaction.atomic
def end(link: GroupLink, *, reason: str, by: User) -> None:
    """The link is gone at once for everybody; the access log keeps who ended it and why.

    Of a draft nothing at all is kept.
    """
    is_draft, criteria = link.is_draft, list(link.criteria.all())
    access_log.note(purpose="end_link", link=str(link.pk), reason=Ending(reason).value)
    rules.move(link, State.ENDED, ended_because=Ending(reason))
    if is_draft:
        _purge(link, criteria)


@transaction.atomic
def remove(link: GroupLink, *, reason: str, by: User) -> None:
    """The link was wrong: it is gone with its past, and a mark without content stands for it."""
    kind, why = Tombstone.Kind.LINK, Tombstone.Reason(reason)
    for digest in tombstones.of_link(link.individual, link.group):
        Tombstone.objects.create(kind=kind, digest=digest, reason=why)
    access_log.note(purpose="remove_link", reason=why.value)
    criteria = list(link.criteria.all())
    rules.move(link, State.ENDED, ended_because=Ending.WRONG)
    _purge(link, criteria)


def was_removed(individual: Individual, group: CriminalGroup) -> bool:
    marks = Tombstone.objects.filter(owner=individual.owner_id, kind=Tombstone.Kind.LINK)
    return marks.filter(digest__in=tombstones.of_link(individual, group)).exists()


def _purge(link: GroupLink, criteria: Iterable[LinkCriterion]) -> None:
    """The criteria first: nothing points at nothing. They were read before the link ended."""
    for criterion in criteria:
        criterion.purge()
    link.purge()


def _add(link: GroupLink, criteria: Iterable[Given], *, by: User) -> None:
    for given in criteria:
        LinkCriterion.objects.create(
            link=link,
            individual_id=link.individual_id,
            added_by=by,
            valid_until=link.valid_until,
            **given,
        )


def _told(criterion: Any) -> tuple[Any, ...]:
    names = (
        "kind", "basis", "source", "source_date", "source_grade", "information_grade", "note",
    )  # fmt: skip
    read = criterion.get if isinstance(criterion, Mapping) else vars(criterion).get
    return tuple(read(name) or "" for name in names)
