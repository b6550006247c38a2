"""Random walks over the life of links: what has ended or been removed is shown to nobody."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import link_reviews, links
from cases.models import CriminalGroup, GroupLink, Individual, LinkCriterion
from interventions.briefing.persons import Links
from partners import audience
from partners.mandates import Category
from partners.models import Approval
from tests.cases.people import TODAY, enter, found, hard
from tests.cases.test_disclosed import disclose
from tests.cast import Cast
from tests.database import role

PERSONAS = (
    "anna", "hugo", "inga", "greta", "bosse", "jonas", "karin", "lars", "cilla", "david", "eva",
)  # fmt: skip
STEPS = (
    "write", "change", "approve", "send_back", "refuse", "take_back", "bring_news", "renew",
    "refuse_news", "end", "remove", "answer", "take_effect", "disclose", "run_out",
)  # fmt: skip
WRITERS, READERS = ("anna", "hugo"), {"anna", "hugo", "inga"}


class Walk:
    """Two persons and one group; `over` holds every link that has come to an end."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.count = cast, 0
        self.group = found(cast)
        cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
        self.persons = [
            enter(cast, "anna", name, subject_category="suspect") for name in ("Ali", "Bo")
        ]
        self.over: set[Any] = set()

    def links(self, person: Individual) -> list[GroupLink]:
        with self.cast.looking("anna"):
            found_ones = GroupLink.objects.filter(individual=person)
            return list(found_ones.select_related("individual", "group"))

    def step(self, name: str, who: str, whom: int) -> None:
        """The step as that person takes it; what the rules refuse leaves everything as it was."""
        person = self.persons[whom]
        one = next(iter(self.links(person)), None)
        if name != "write" and one is None:
            return
        with suppress(ValidationError), transaction.atomic():
            getattr(self, name)(who, person, one)
        if one is not None and not any(other.pk == one.pk for other in self.links(person)):
            self.over.add(one.pk)

    def new(self) -> dict[str, Any]:
        self.count += 1
        kind = ("judgment", "acting", "area")[self.count % 3]
        return hard(kind=kind, source=f"PM {self.count}", source_date=TODAY)

    def write(self, who: str, person: Individual, _one: object) -> None:
        rows = [hard(source=f"Dom {self.count}"), self.new()]
        told = {"need": "n", "months": 6, "criteria": rows, "new_basis": "Nytt"}
        with self.cast.looking(who):
            links.register(person, group=self.group, by=getattr(self.cast, who), **told)

    def change(self, who: str, _person: object, one: GroupLink) -> None:
        with self.cast.looking(who):
            by = getattr(self.cast, who)
            links.change(one, need="m", months=3, criteria=[hard(), self.new()], by=by)

    def approve(self, who: str, _person: object, one: GroupLink) -> None:
        self.review(who, one, "yes")

    def send_back(self, who: str, _person: object, one: GroupLink) -> None:
        self.review(who, one, "back")

    def refuse(self, who: str, _person: object, one: GroupLink) -> None:
        self.review(who, one, "no")

    def review(self, who: str, one: GroupLink, answer: str) -> None:
        with self.cast.looking(who):
            by = getattr(self.cast, who)
            if one.state == GroupLink.State.DRAFT:
                link_reviews.answer(one, answer=answer, months=6, review="r", by=by)

    def take_back(self, who: str, _person: object, one: GroupLink) -> None:
        self.finish(who, one, "taken_back")

    def end(self, who: str, _person: object, one: GroupLink) -> None:
        self.finish(who, one, "over")

    def finish(self, who: str, one: GroupLink, reason: str) -> None:
        with self.cast.looking(who):
            links.end(one, reason=reason, by=getattr(self.cast, who))

    def remove(self, who: str, _person: object, one: GroupLink) -> None:
        with self.cast.looking(who):
            links.remove(one, reason="no_ground", by=getattr(self.cast, who))

    def bring_news(self, who: str, _person: object, one: GroupLink) -> None:
        if one.state == GroupLink.State.VALID:
            with self.cast.looking(who):
                links.bring_news(one, criteria=[self.new()], by=getattr(self.cast, who))

    def renew(self, who: str, _person: object, one: GroupLink) -> None:
        if one.state == GroupLink.State.VALID:
            with self.cast.looking(who):
                by = getattr(self.cast, who)
                link_reviews.renew(one, review="r", months=6, by=by)

    def refuse_news(self, who: str, _person: object, one: GroupLink) -> None:
        with self.cast.looking(who):
            link_reviews.refuse_news(one, by=getattr(self.cast, who))

    def answer(self, who: str, _person: object, one: GroupLink) -> None:
        with self.cast.looking(who):
            asked = Approval.objects.filter(subject_pk=one.pk, answer="")
            yes = {"answer": "yes", "answered_by": getattr(self.cast, who)}
            asked.exclude(asked_by=yes["answered_by"]).update(answered_at=timezone.now(), **yes)

    def take_effect(self, who: str, _person: object, one: GroupLink) -> None:
        if one.state == GroupLink.State.REVIEWED:
            with self.cast.looking(who):
                link_reviews.take_effect(one, by=getattr(self.cast, who))

    def disclose(self, _who: str, person: Individual, one: GroupLink) -> None:
        with self.cast.looking("anna"):
            criteria = [row for row in one.criteria.all() if not row.is_draft]
        rows = (person, one, *criteria)
        disclose(self.cast, *rows, to=self.cast.probation, asker="anna", decider="inga")

    def run_out(self, _who: str, _person: object, one: GroupLink) -> None:
        with role("owner"):
            GroupLink.objects.filter(pk=one.pk).update(valid_until=timezone.now())

    def check(self) -> None:
        """Nobody sees what is over; nobody but the owner sees a draft; only the valid are used."""
        for name in PERSONAS:
            with self.cast.looking(name):
                seen = list(GroupLink.objects.all())
                rows = list(LinkCriterion.objects.select_related("link"))
                valid = {one.pk for one in GroupLink.objects.valid()}
            assert not {one.pk for one in seen} & self.over, name
            assert {row.link_id for row in rows} <= {one.pk for one in seen}, name
            assert valid == {one.pk for one in seen if one.state == GroupLink.State.VALID}
            if name not in READERS:
                assert not any(row.is_draft for row in (*seen, *rows)), name
        self.check_paper()

    def check_paper(self) -> None:
        with audience.of_paper([self.cast.police], author=self.cast.police, operation="test"):
            on_paper = list(Links.query(_Meeting()))  # type: ignore[arg-type]
        assert not any(one.is_draft or one.pk in self.over for one in on_paper)

    def addresses(self) -> Iterator[str]:
        yield reverse("cases:individuals")
        yield reverse("cases:links")
        yield self.group.get_absolute_url()
        yield from (person.get_absolute_url() for person in self.persons)


class _Meeting:
    """What the section asks a meeting for: nothing about links."""


STEP = st.tuples(st.sampled_from(STEPS), st.sampled_from(WRITERS), st.integers(0, 1))
# A walk that goes somewhere: mostly what leads on, now and then anything at all.
OFTEN = st.tuples(
    st.sampled_from(("write", "approve", "disclose", "bring_news", "renew", "answer")),
    st.sampled_from(WRITERS),
    st.integers(0, 1),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.one_of(OFTEN, STEP), min_size=4, max_size=14))
def test_nobody_ever_sees_what_is_over_and_only_the_owner_what_is_a_draft(
    cast: Cast, steps: Iterable[tuple[str, str, int]]
) -> None:
    with transaction.atomic():
        walk = Walk(cast)
        for name, who, whom in steps:
            walk.step(name, who, whom)
            walk.check()
        transaction.set_rollback(True)


PATH = (
    ("write", "anna", 0), ("approve", "hugo", 0), ("disclose", "anna", 0), ("end", "anna", 0),
    ("write", "hugo", 0), ("approve", "anna", 0), ("disclose", "anna", 0), ("run_out", "anna", 0),
    ("write", "anna", 0), ("approve", "hugo", 0), ("disclose", "anna", 0), ("remove", "hugo", 0),
    ("write", "anna", 0), ("approve", "hugo", 0), ("answer", "hugo", 0),
    ("take_effect", "hugo", 0), ("write", "anna", 1),
)  # fmt: skip


def test_one_long_walk_shows_each_link_on_the_pages_as_long_as_it_is_valid(cast: Cast) -> None:
    """The same on the screens: the pages of every persona, also of whoever was told of it."""
    walk = Walk(cast)
    reached = set()
    for name, who, whom in PATH:
        walk.step(name, who, whom)
        walk.check()
        valid = {
            one.pk for person in walk.persons for one in walk.links(person) if not one.is_draft
        }
        for persona in ("hugo", "greta", "cilla"):
            client = cast.client(persona)
            pages = "".join(client.get(at).content.decode() for at in walk.addresses())
            shown = {one for one in (walk.over | valid) if str(one) in pages}
            assert not shown & walk.over
            assert persona != "cilla" or not shown
            if persona == "greta" and shown:
                reached.add(name)
    assert reached == {"disclose"}
    with role("owner"):
        assert CriminalGroup.objects.count() == 1
    assert len(walk.over) == 3
