"""Persons of the tests, made by the actions; their numbers belong to nobody."""

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import groups, individuals, link_reviews, links, supervisions
from cases.identity_numbers import IdentityNumber
from cases.models import CriminalGroup, GroupLink, Individual, LinkCriterion, Supervision
from sluta_skjut.town.numbers import Numbers
from tests.cast import Cast

TODAY = timezone.localdate()
BIRTH = date(1990, 5, 17)
LIST = "/personer/"
NEW = "/personer/ny/"


def number(born: date = BIRTH, seed: int = 1) -> IdentityNumber:
    return Numbers(seed).issue(born)


def years_ago(years: int) -> date:
    """A day on which somebody of that age was born, clear of any birthday."""
    return date(TODAY.year - years, TODAY.month, 1) - timedelta(days=40)


def enter(cast: Cast, by: str, name: str = "Ali Berg", **more: Any) -> Individual:
    fields: dict[str, Any] = {
        "born": None,
        "subject_category": "convicted",
        "purpose": "Samordning",
    }
    with cast.looking(by):
        return individuals.register(name=name, by=getattr(cast, by), **(fields | more))


def supervise(cast: Cast, individual: Individual, by: str = "bosse", **more: Any) -> Supervision:
    fields: dict[str, Any] = {
        "sanction": "skyddstillsyn",
        "probation_from": TODAY - timedelta(days=100),
        "probation_until": TODAY + timedelta(days=900),
        "supervised_from": TODAY - timedelta(days=100),
        "supervised_until": TODAY + timedelta(days=200),
    }
    with cast.looking(by):
        return supervisions.register(individual, by=getattr(cast, by), **(fields | more))


def found(
    cast: Cast, code_name: str = "Alm", *, status: str = "active", since: date = TODAY, **more: Any
) -> CriminalGroup:
    with cast.looking("hugo"):
        return groups.register(
            code_name=code_name, status=status, status_since=since, by=cast.hugo, **more
        )


def hard(**more: Any) -> dict[str, Any]:
    """Enough by itself: a judgment."""
    return {
        "kind": "judgment",
        "basis": "fact",
        "source": "Spaningsrapport 7",
        "source_date": TODAY - timedelta(days=10),
        "source_grade": "B",
        "information_grade": "2",
        "note": "",
    } | more


def draft(
    cast: Cast, individual: Individual, group: CriminalGroup, by: str = "anna", **more: Any
) -> GroupLink:
    fields: dict[str, Any] = {"need": "Inför call-in", "months": 6, "criteria": [hard()]}
    with cast.looking(by):
        return links.register(individual, group=group, by=getattr(cast, by), **(fields | more))


def link(
    cast: Cast, individual: Individual, group: CriminalGroup, by: str = "anna", **more: Any
) -> GroupLink:
    """Written by one and approved by another."""
    written = draft(cast, individual, group, by, **more)
    reviewer = next(name for name in ("hugo", "anna") if name != by)
    with cast.looking(reviewer):
        months, who = written.months, getattr(cast, reviewer)
        link_reviews.approve(written, review="Proportionerligt", months=months, by=who)
    return written


def grounds(cast: Cast, one: GroupLink, by: str = "anna") -> list[LinkCriterion]:
    with cast.looking(by):
        return list(LinkCriterion.objects.filter(link=one))


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Ali Berg",
        "born": "",
        "subject_category": "convicted",
        "purpose": "Övervakning",
        "number_kind": "registered",
        "number": number().unmasked(),
        "issuer": "",
    } | fields


def pages(individual: Individual) -> list[str]:
    names = ("individual", "individual_change", "individual_protection", "supervision_new")
    return [reverse(f"cases:{name}", args=[individual.pk]) for name in (*names, "link_new")]


def statuses(client: Client, individual: Individual) -> list[int]:
    return [client.get(page).status_code for page in pages(individual)]
