"""What the page of a group holds; what may not be read is not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases import changes
from cases.conflict_map import ConflictMap
from cases.lineage import Lineage
from cases.models import (
    Attribution,
    CriminalGroup,
    GroupAudit,
    GroupLink,
    GroupProfile,
    GroupRelation,
    GroupSuccession,
    Individual,
)
from cases.ranking import WINDOWS, Count
from cases.views import ranking
from cases.views.ownership import can, disclosing, is_own
from cases.violence import Violence
from partners import audience, explain
from partners.mandates import Action, Category

LATEST = 10


@dataclass(frozen=True)
class Event:
    """One line of what has happened, beside those of the history."""

    at: datetime
    text: str
    by: str = ""
    note: str = ""


@dataclass(frozen=True)
class Linked:
    """Links of one group, persons of one category together; `origin` is a predecessor."""

    origin: CriminalGroup | None
    title: str
    links: list[GroupLink]


def of(group: CriminalGroup) -> dict[str, Any]:
    profile = GroupProfile.objects.select_related("owner").filter(group=group).first()
    successions = list(_successions())
    before = _predecessors(group, successions)
    links = list(_links([group, *before]))
    found = {
        "group": group,
        "profile": profile,
        "links": list(_by_category(group, links)),
        "has_links": bool(links) or can(Action.CREATE, Category.GROUP_LINK, on=group),
        "may_change": can(Action.CHANGE, Category.GROUP_CODE, on=group),
        "disclosing": disclosing(profile) if profile else "",
        "why_profile": explain.why(profile) if profile else [],
        "why_links": explain.why(*links, *(one for link in links for one in link.criteria.all())),
        **_succeeding(group, successions),
        **_relations(group),
        **_audits(group),
        **_violence(group),
        **_heard(group),
    }
    return found | {"changes": _past(found)}


def _successions() -> Any:
    return GroupSuccession.objects.select_related("predecessor", "successor", "decided_by")


def _succeeding(group: CriminalGroup, successions: list[GroupSuccession]) -> dict[str, Any]:
    origins = [one for one in successions if one.successor_id == group.pk]
    following = [one for one in successions if one.predecessor_id == group.pk]
    why = explain.why(group, *origins, *following)
    return {"origins": origins, "successions": following, "why_code": why}


def _heard(group: CriminalGroup) -> dict[str, Any]:
    """When the group last heard the message, through each channel; the latest first."""
    told: Any = CriminalGroup._meta.get_field("hearings").related_model
    latest = told.objects.filter(group=group).order_by("channel", "-heard_on", "id")
    rows = sorted(
        latest.distinct("channel").select_related("owner"),
        key=attrgetter("heard_on"),
        reverse=True,
    )
    reads = audience.current().may(Action.READ, Category.GROUP_HEARD)
    return {"hearings": rows, "reads_hearings": reads, "why_hearings": explain.why(*rows)}


def _predecessors(group: CriminalGroup, successions: list[GroupSuccession]) -> list[CriminalGroup]:
    """The groups that have gone up in this one, also by way of another."""
    merged = [one for one in successions if one.kind == GroupSuccession.Kind.MERGED]
    before = Lineage.of(merged).before(group.pk)
    found = {one.predecessor_id: one.predecessor for one in merged}
    return sorted((found[pk] for pk in before), key=attrgetter("sort_key"))


def _links(groups: list[CriminalGroup]) -> Any:
    """Links whose person may be read as well, and is no injured party."""
    found = GroupLink.objects.valid().filter(group__in=groups)
    found = found.select_related("individual", "group", "owner").prefetch_related("criteria__owner")
    found = found.exclude(individual__subject_category=Individual.SubjectCategory.VICTIM)
    return found.order_by("individual__sort_key", "individual_id", "-valid_from")


def _by_category(group: CriminalGroup, links: list[GroupLink]) -> Iterator[Linked]:
    """First the group's own links, then those of each predecessor, with a mark."""
    told = {link.group_id: link.group for link in links}
    origins = [found for pk, found in told.items() if pk != group.pk]
    for origin in [group, *sorted(origins, key=attrgetter("sort_key"))]:
        for category in Individual.SubjectCategory:
            found = [
                link
                for link in links
                if link.group_id == origin.pk and link.individual.subject_category == category
            ]
            if found:
                yield Linked(None if origin == group else origin, str(category.label), found)


def _relations(group: CriminalGroup) -> dict[str, Any]:
    relations = list(GroupRelation.objects.with_groups().touching(group))
    today = timezone.localdate()
    current = [one for one in relations if one.is_on(today)]
    may_relate = can(Action.CREATE, Category.GROUP_PROFILE, on=group)
    return {
        "relations": relations,
        "neighbours": [(one, one.beside(group)) for one in relations],
        "may_relate": may_relate,
        "owns_profile": audience.current().owns(Category.GROUP_PROFILE),
        "has_relations": bool(relations) or _is_told(group),
        "relation_map": ConflictMap.around(group, current),
        "why_relations": explain.why(*relations),
    }


def _is_told(group: CriminalGroup) -> bool:
    """The agency knows all there is: for it, nothing recorded is an answer."""
    return is_own(group) and audience.current().owns(Category.GROUP_PROFILE)


def _audits(group: CriminalGroup) -> dict[str, Any]:
    audits = list(GroupAudit.objects.filter(group=group).select_related("finished_by"))
    finished = [one for one in audits if not one.is_draft]
    is_gone = group.status == CriminalGroup.Status.ENDED
    return {
        "audit": finished[0] if finished else None,
        "audits": finished,
        "draft": next((one for one in audits if one.is_draft), None),
        "next_audit": finished[0].next_by if finished and not is_gone else None,
        "has_audits": bool(finished) or _is_told(group),
        "why_audits": explain.why(*audits),
    }


def _violence(group: CriminalGroup) -> dict[str, Any]:
    """How violent lately and compared to what; for the agency that knows all there is."""
    owns = audience.current().owns
    if not (is_own(group) and all(owns(category) for category in ranking.NEEDED)):
        return {"violence": None}
    violence = Violence(timezone.localdate())
    latest = _latest(violence, group)
    rows = [_window(violence, group, window) for window in WINDOWS]
    told = {"rows": rows, "latest": latest, "why": explain.why(*latest)}
    return {"violence": told}


def _window(violence: Violence, group: CriminalGroup, window: int) -> dict[str, Any]:
    standings = violence.standings(window)
    own = next((one for one in standings if one.group.pk == group.pk), None)
    return {
        "window": window,
        "count": own.count if own else Count(group.pk),
        "former": own.former if own else Count(group.pk),
        "number": own.number if own else None,
        "total": len(standings),
        "url": ranking.address(group, violence.day, window),
    }


def _latest(violence: Violence, group: CriminalGroup) -> list[Attribution]:
    """The incidents counted for the group, its predecessors' too, the latest first."""
    held = [
        one
        for back in (0, 1)
        for one in violence.counts(max(WINDOWS), back=back).get(group.pk, Count(group.pk)).held
    ]
    held.sort(key=lambda one: one.happened_on, reverse=True)
    return [violence.attributions[one] for one in held[:LATEST]]


def _past(found: dict[str, Any]) -> list[Any]:
    """Everything that happened to the group, the latest first; for its owner alone."""
    group, profile = found["group"], found["profile"]
    if not is_own(group):
        return []
    told = [group, *([profile] if profile else [])]
    lines = [
        *changes.of(*told),
        *_of_relations(group, found["relations"]),
        *_of_audits(found["audits"]),
        *_of_incidents(found["violence"]),
        *_of_successions([*found["origins"], *found["successions"]]),
    ]
    return sorted(lines, key=attrgetter("at"), reverse=True)


def _of_relations(group: CriminalGroup, relations: list[GroupRelation]) -> Iterator[Event]:
    for one in relations:
        what = {"kind": capfirst(one.get_kind_display()), "group": one.beside(group).code_name}
        yield Event(one.created_at, _("Recorded: %(kind)s, %(group)s") % what, str(one.decided_by))
        if one.ended_at:
            text = _("Ended: %(kind)s, %(group)s") % what
            yield Event(one.ended_at, text, str(one.ended_by), one.ended_because)


def _of_incidents(violence: dict[str, Any] | None) -> Iterator[Event]:
    for row in violence["latest"] if violence else []:
        yield Event(row.incident.happened_at, str(row.incident))


def _of_audits(audits: list[GroupAudit]) -> Iterator[Event]:
    for one in audits:
        assert one.finished_at is not None
        text = _("Group audit finished, version %(number)s") % {"number": one.number}
        yield Event(one.finished_at, text, str(one.finished_by))


def _of_successions(successions: list[GroupSuccession]) -> Iterator[Event]:
    for one in successions:
        yield Event(one.created_at, told(one), str(one.decided_by), one.reason)


def told(succession: GroupSuccession) -> str:
    """Alm merged into Björk; Ek came out of Alm."""
    names = {
        "predecessor": succession.predecessor.code_name,
        "successor": succession.successor.code_name,
    }
    if succession.kind == GroupSuccession.Kind.MERGED:
        return _("%(predecessor)s merged into %(successor)s") % names
    return _("%(successor)s came out of %(predecessor)s") % names
