"""What the page of a person holds; what may not be read is not there."""

from collections.abc import Callable
from typing import Any

from cases import changes
from cases.actions.individuals import approvals
from cases.models import GroupLink, Identifier, Individual, LinkCriterion, Supervision
from cases.views import involvements
from cases.views.ownership import can, consenting, disclosing, is_own, sharing
from partners import explain
from partners.mandates import Action, Category


def of(individual: Individual) -> dict[str, Any]:
    identifiers = list(Identifier.objects.filter(individual=individual))
    supervisions = list(_supervisions(individual))
    links = list(_links(individual))
    criteria = [one for link in links for one in link.criteria.all()]
    return {
        "individual": individual,
        "identifiers": identifiers,
        "supervisions": supervisions,
        "links": links,
        "why_identity": explain.why(individual, *identifiers),
        "why_supervision": explain.why(*supervisions),
        "why_links": explain.why(*links, *criteria),
        "parts": involvements.section(individual),
        **_own(individual, [individual, *identifiers, *supervisions, *links, *criteria]),
    }


def _own(individual: Individual, rows: list[Any]) -> dict[str, Any]:
    """Buttons, history and open questions: for the agency that owns the record."""
    if not is_own(individual):
        return {"may": {}, "disclosing": {}, "sharing": {}, "changes": [], "question": None}
    return {
        "may": {
            "change": can(Action.CHANGE, Category.IDENTITY, on=individual),
            "supervise": can(Action.CREATE, Category.SUPERVISION, on=individual),
            "link": can(Action.CREATE, Category.GROUP_LINK, on=individual),
        },
        "disclosing": _sections(individual, rows, disclosing),
        "sharing": _sections(individual, rows, sharing),
        "consenting": consenting(individual),
        "changes": changes.of(*rows),
        "question": approvals(individual).filter(answer="").select_related("asked_by").first(),
    }


def _sections(
    individual: Individual, rows: list[Any], address: Callable[..., str]
) -> dict[str, str]:
    """One address per section: nothing about a person is handed on without saying who it is."""
    if individual.is_protected:
        return {}
    finished = [row for row in rows if not row.is_draft]
    kinds: dict[str, Any] = {
        "identity": Identifier,
        "supervision": Supervision,
        "links": (GroupLink, LinkCriterion),
    }
    return {
        name: address(individual, *[row for row in finished if isinstance(row, kind)])
        for name, kind in kinds.items()
    }


def _supervisions(individual: Individual) -> Any:
    found = Supervision.objects.filter(individual=individual)
    return found.select_related("owner", "officer").order_by("-supervised_until", "id")


def _links(individual: Individual) -> Any:
    """Links whose group may be read as well: a link to nothing says nothing."""
    found = GroupLink.objects.filter(individual=individual)
    found = found.select_related("owner", "group").prefetch_related("criteria__owner")
    return found.order_by("group__sort_key", "group_id", "id")
