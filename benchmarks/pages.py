"""Lists and counts of individuals under the policy, beside the same rows without one."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from statistics import median
from uuid import UUID

from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user

from benchmarks import town
from benchmarks.ratios import Ratio, Sample, Side, interleaved, timed
from cases.models import Individual
from partners.actions import disclosures
from partners.models import Disclosure, User

ROWS = 50
REPETITIONS, WARM_UP = 300, 20
FEWER_REPETITIONS = 60


class NotTheSameError(Exception):
    """The two sides did not read the same rows, so their times say nothing."""


def measure() -> Iterator[Ratio]:
    police, probation, social_services = map(town.user, ("anna", "bosse", "cilla"))
    _leave_only_own_rows_to(police, decided_by=town.user("jonas"))
    own = Individual.objects.filter(owner=police.agency, is_protected=False)
    yield _page("list_page_over_unrestricted", police, own)
    yield _page(
        "least_seeing_page_over_unrestricted",
        social_services,
        Individual.objects.filter(pk__in=_pks(social_services)),
    )
    yield _guardian(probation)
    yield _count(police, own)


def _leave_only_own_rows_to(person: User, *, decided_by: User) -> None:
    """Nothing is disclosed to the person's agency any more: what it reads is what it owns."""
    with town.as_user(decided_by)():
        for disclosure in Disclosure.objects.to(person.agency_id).in_force():
            disclosures.withdraw(disclosure, by=decided_by)


def _read(rows: QuerySet[Individual]) -> list[Individual]:
    return list(rows.all()[:ROWS])


def _pks(person: User) -> list[UUID]:
    """The rows of the person's first page, in its order."""
    with town.as_user(person)():
        return [row.pk for row in _read(Individual.objects.all())]


def _page(key: str, person: User, same: QuerySet[Individual]) -> Ratio:
    """`same` are the person's rows, found without a policy."""
    expected = _pks(person)
    with town.as_owner():
        if [row.pk for row in _read(same)] != expected:
            raise NotTheSameError(key)
    read = partial(_read, Individual.objects.all())
    plain = timed(town.as_owner, partial(_read, same))
    over, under = _both(timed(town.as_user(person), read), plain)
    request = [_with_audience_and_log(person, read)() for _ in range(FEWER_REPETITIONS)]
    return Ratio(
        key,
        Side(f"page of {ROWS}, {person.agency.kind}", over),
        Side("the same rows as the owner role", under),
        also={"with the audience entered and the log written": median(request)},
    )


def _guardian(person: User) -> Ratio:
    """Guardian is asked without our policy beneath it, as it would be used alone."""
    ask = partial(_ask_guardian, person)
    ours = partial(_read, Individual.objects.all())
    over, under = _both(timed(town.as_owner, ask), timed(town.as_user(person), ours), few=True)
    beneath = [timed(town.as_user(person), ask)() for _ in range(FEWER_REPETITIONS)]
    return Ratio(
        "guardian_over_list_page",
        Side(f"get_objects_for_user, {person.agency.kind}, as the owner role", over),
        Side("our page for the same agency", under),
        also={"guardian with the policy beneath it": median(beneath)},
    )


def _ask_guardian(person: User) -> list[Individual]:
    granted: QuerySet[Individual] = get_objects_for_user(
        person, "cases.view_individual", accept_global_perms=False
    )
    return list(granted[:ROWS])


def _count(person: User, same: QuerySet[Individual]) -> Ratio:
    seen: Callable[[], int] = partial(QuerySet.count, Individual.objects.all())
    found: Callable[[], int] = partial(QuerySet.count, same)
    with town.as_user(person)():
        expected = seen()
    with town.as_owner():
        if found() != expected:
            raise NotTheSameError("count_over_unrestricted")
    over, under = _both(timed(town.as_user(person), seen), timed(town.as_owner, found))
    return Ratio(
        "count_over_unrestricted",
        Side(f"count of {expected} rows, {person.agency.kind}", over),
        Side("the same rows as the owner role", under),
    )


def _both(over: Sample, under: Sample, *, few: bool = False) -> tuple[list[float], list[float]]:
    repetitions = FEWER_REPETITIONS if few else REPETITIONS
    return interleaved(over, under, repetitions=repetitions, warm_up=WARM_UP)


def _with_audience_and_log(person: User, read: Callable[[], object]) -> Sample:
    """A sample of all that a request pays: entering the audience, reading, writing the log."""

    def whole() -> None:
        with town.as_user(person)():
            read()

    return timed(nullcontext, whole)
