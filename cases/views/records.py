"""What the page of a person holds: a section for each information category that may be read.

A new section is one line in SECTIONS and a template that shows `rows`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cases import changes
from cases.actions.approvals import of as approvals_of
from cases.models import (
    Alias,
    Contact,
    GroupLink,
    Identifier,
    Individual,
    Involvement,
    SpecialCondition,
    Supervision,
    VictimInvolvement,
)
from cases.views.ownership import can, consenting, disclosing, is_own, sharing
from partners import access_log, explain
from partners.mandates import Action, Category
from partners.models import Approval, Protected

People = list[Individual]


@dataclass(frozen=True)
class Section:
    """One category on the page. `name` is what the template calls the rows, `anchor` the place.

    `category` is what one may add to it. `also` are rows that are shown inside the others.
    """

    name: str
    anchor: str
    template: str
    category: Category
    rows: Callable[[People], Iterable[Any]]
    also: Callable[[Any], Iterable[Protected]] = lambda row: ()
    is_always_there: bool = False
    is_added_here: bool = True


@dataclass(frozen=True)
class Shown:
    """A section as it stands on the page: of one person, of one owner."""

    name: str
    anchor: str
    template: str
    individual: Individual
    rows: list[Any]
    why: list[explain.Reason]
    may: dict[str, bool]
    disclosing: dict[str, str]
    sharing: dict[str, str]
    consenting: str

    def context(self) -> dict[str, Any]:
        return self.__dict__ | {self.name: self.rows}


def _identifiers(people: People) -> Any:
    return Identifier.objects.filter(individual__in=people).select_related("individual")


def _aliases(people: People) -> Any:
    return Alias.objects.filter(individual__in=people)


def _contacts(people: People) -> Any:
    return Contact.objects.filter(individual__in=people)


def _supervisions(people: People) -> Any:
    found = Supervision.objects.filter(individual__in=people)
    return found.select_related("owner", "officer").order_by("-supervised_until", "id")


def _conditions(people: People) -> Any:
    found = SpecialCondition.objects.filter(individual__in=people).select_related("owner")
    return found.order_by("-valid_until", "id")


def _links(people: People) -> Any:
    """Links whose group may be read as well: a link to nothing says nothing."""
    found = GroupLink.objects.filter(individual__in=people)
    found = found.select_related("owner", "group").prefetch_related("criteria__owner")
    return found.order_by("group__sort_key", "group_id", "id")


def _parts(kind: Any) -> Callable[[People], Any]:
    """Parts in incidents that may be read as well: a part in nothing says nothing."""

    def found(people: People) -> Any:
        parts = kind.objects.filter(individual__in=people).select_related("owner", "incident")
        return parts.order_by("-incident__happened_at", "id")

    return found


def _criteria(link: GroupLink) -> Any:
    return link.criteria.all()


IDENTITY = Section(
    "identifiers",
    "identity",
    "cases/individuals/identity.html",
    Category.IDENTITY,
    _identifiers,
    is_always_there=True,
)
SECTIONS = (
    IDENTITY,
    Section("aliases", "aliases", "cases/aliases/section.html", Category.IDENTITY, _aliases),
    Section("contacts", "contacts", "cases/contacts/section.html", Category.CONTACT, _contacts),
    Section(
        "supervisions",
        "supervision",
        "cases/supervisions/section.html",
        Category.SUPERVISION,
        _supervisions,
    ),
    Section(
        "conditions",
        "conditions",
        "cases/conditions/section.html",
        Category.CONDITIONS,
        _conditions,
    ),
    Section(
        "links", "links", "cases/links/section.html", Category.GROUP_LINK, _links, also=_criteria
    ),
    Section(
        "involvements",
        "involvements",
        "cases/involvements/section.html",
        Category.INVOLVEMENT,
        _parts(Involvement),
        is_added_here=False,
    ),
    Section(
        "harmed",
        "harmed",
        "cases/involvements/harmed_section.html",
        Category.VICTIM,
        _parts(VictimInvolvement),
        is_added_here=False,
    ),
)
# What the buttons of a section are called in its template.
BUTTONS = {
    "change": (Action.CHANGE, Category.IDENTITY),
    "supervise": (Action.CREATE, Category.SUPERVISION),
    "condition": (Action.CREATE, Category.CONDITIONS),
    "link": (Action.CREATE, Category.GROUP_LINK),
    "contact": (Action.CREATE, Category.CONTACT),
    "remove": (Action.ERASE, Category.IDENTITY),
    "remove_contact": (Action.ERASE, Category.CONTACT),
}


def of(individual: Individual) -> dict[str, Any]:
    """The person's own record, those merged with it, and what others have told about the same."""
    is_mine = is_own(individual)
    merged = _merged(individual)
    people = [individual, *merged]
    identifiers = list(_identifiers(people))
    told = _told_of(people, identifiers)
    is_draft = is_mine and individual.is_draft
    sections, rows = _sections(people, told, identifiers, is_draft=is_draft)
    own = [row for row in (*people, *rows) if row.owner_id == individual.owner_id]
    return {
        "individual": individual,
        "merged": merged,
        "told": told,
        "sections": sections,
        "identifiers": identifiers,
        "is_draft": is_draft,
        "may": _may(individual),
        "disclosing": {name: at for one in sections for name, at in one.disclosing.items()},
        "sharing": {name: at for one in sections for name, at in one.sharing.items()},
        "consenting": consenting(individual) if is_mine else "",
        "changes": changes.of(*own) if is_mine else [],
        **_questions(individual, is_mine),
    }


def _questions(individual: Individual, is_mine: bool) -> dict[str, Any]:
    """What others of the own agency are still asked about the person, and what they have said."""
    asked = list(approvals_of(individual).select_related("asked_by")) if is_mine else []
    waiting = [one for one in asked if not one.answer]
    return {
        "question": waiting[-1] if waiting else None,
        "questions": waiting,
        "refused": [one for one in asked if one.answer == Approval.Answer.NO],
    }


def _merged(individual: Individual) -> People:
    found = Individual.objects.filter(same_as=individual)
    return list(found.select_related("owner").order_by("sort_key", "id"))


def _told_of(people: People, identifiers: list[Identifier]) -> People:
    """Others' records with one of these numbers: combining, which the log says in so many words."""
    numbers = [
        one.value
        for one in identifiers
        if one.kind in {Identifier.Kind.PERSONNUMMER, Identifier.Kind.SAMORDNINGSNUMMER}
    ]
    if not numbers:
        return []
    same = Identifier.objects.filter(value__in=numbers).exclude(individual__in=people)
    same = same.exclude(kind=Identifier.Kind.RESERVE).select_related("individual__owner")
    told = {one.individual_id: one.individual for one in same}
    if told:
        combined = sorted(str(pk) for pk in (*told, *(one.pk for one in people)))
        access_log.note(purpose="combine", combined=combined)
    return sorted(told.values(), key=lambda one: (one.owner_id, one.sort_key, str(one.pk)))


def _sections(
    people: People, told: People, identifiers: list[Identifier], *, is_draft: bool
) -> tuple[list[Shown], list[Any]]:
    everybody = [*people, *told]
    shown: list[Shown] = []
    everything: list[Any] = []
    for section in SECTIONS:
        rows = list(section.rows(everybody)) if told or section is not IDENTITY else identifiers
        everything += [inner for row in rows for inner in (row, *section.also(row))]
        shown += [
            one
            for person in everybody
            if (one := _shown(section, person, rows, people[0], is_draft=is_draft)) is not None
        ]
    return shown, everything


def _shown(
    section: Section, person: Individual, rows: list[Any], whose: Individual, *, is_draft: bool
) -> Shown | None:
    mine = [row for row in rows if row.individual_id == person.pk]
    for row in mine:
        row.individual = person
    may = {} if is_draft or person.same_as_id else _may(person)
    is_addable = (
        section.is_added_here and not is_draft and can(Action.CREATE, section.category, on=person)
    )
    is_addable = is_addable and person.same_as_id is None and _is_storable(section, person)
    if not mine and not section.is_always_there and not is_addable:
        return None
    told = [inner for row in mine for inner in (row, *section.also(row))]
    asked = [] if is_draft else [row for row in told if not row.is_draft]
    return Shown(
        name=section.name,
        anchor=section.anchor if person == whose else f"{section.anchor}-{person.pk}",
        template=section.template,
        individual=person,
        rows=mine,
        why=explain.why(*([person] if section is IDENTITY else []), *told),
        may=may,
        disclosing=_handing_on(section, person, asked, disclosing, is_draft=is_draft),
        sharing=_handing_on(section, person, asked, sharing, is_draft=is_draft),
        consenting=consenting(person) if is_own(person) and not is_draft else "",
    )


def _is_storable(section: Section, person: Individual) -> bool:
    return section.category != Category.CONTACT or not person.is_protected


def _may(person: Individual) -> dict[str, bool]:
    return {name: can(*asked, on=person) for name, asked in BUTTONS.items()}


def _handing_on(
    section: Section,
    person: Individual,
    rows: list[Any],
    address: Callable[..., str],
    *,
    is_draft: bool,
) -> dict[str, str]:
    """One address per section: nothing about a person is handed on without saying who it is."""
    if is_draft or person.is_protected or not is_own(person):
        return {}
    return {section.anchor: address(person, *rows)}
