"""What the database lets a link do, whatever code asks: steps, second person, criteria, time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import criteria
from cases.actions import identifiers, link_reviews, links, removals
from cases.models import CriminalGroup, GroupLink, Individual, LinkCriterion, Tombstone
from partners.actions import approvals, grants
from partners.models import Approval, Disclosure, Grant
from tests.cases.people import TODAY, draft, enter, found, grounds, hard, link, number, years_ago
from tests.cases.stored_links import store
from tests.cases.test_criteria import ANY, Told, oracle
from tests.cases.test_disclosed import disclose
from tests.cases.test_minors import answer
from tests.cast import Cast
from tests.database import role

State = GroupLink.State
TRANSITIONS = {
    ("draft", "reviewed"), ("draft", "ended"), ("reviewed", "valid"), ("reviewed", "ended"),
    ("valid", "valid"), ("valid", "ended"),
}  # fmt: skip


def pair(cast: Cast, name: str = "Ali Berg") -> tuple[Individual, CriminalGroup]:
    person = enter(cast, "anna", name, subject_category="suspect")
    with cast.looking("anna"):
        group = CriminalGroup.objects.filter(code_name="Alm").first()
    return person, group or found(cast)


def stored(cast: Cast, state: str) -> GroupLink:
    person, group = pair(cast)
    with cast.looking("anna"):
        one = store(person, group, by=cast.anna, reviewer=cast.hugo, stop=state)
    if state == "ended":
        with cast.looking("anna"):
            links.end(one, reason="over", by=cast.anna)
    return one


def refused_by_the_database(act: Callable[[], object]) -> str:
    """The name of the rule that said no."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return str(error.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_the_table_of_steps_is_this_one() -> None:
    told = {(a, b) for a, many in GroupLink.TRANSITIONS.items() for b in many}
    assert told == TRANSITIONS


@pytest.mark.parametrize("after", State.values)
@pytest.mark.parametrize("before", State.values)
def test_a_link_takes_the_known_steps_and_no_other(cast: Cast, before: str, after: str) -> None:
    one = stored(cast, before)
    step: dict[str, Any] = {"state": after}
    if after == "ended":
        step["ended_because"] = "over"
    if (before, after) == ("draft", "reviewed"):
        step |= {"reviewed_by": cast.hugo, "reviewed_at": timezone.now()}

    def take() -> int:
        return GroupLink.objects.filter(pk=one.pk).update(**step)

    with cast.looking("hugo"):
        if before == "ended":
            assert take() == 0
        elif before == after:
            assert take() == 1
        elif (before, after) in TRANSITIONS:
            assert take() == 1
            assert GroupLink.objects.filter(pk=one.pk).exists() == (after != "ended")
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                take()
    assert one.may_become(after) == ((before, after) in TRANSITIONS) or before == "ended"


def test_a_link_begins_as_a_draft_in_the_name_of_whoever_writes_it(cast: Cast) -> None:
    person, group = pair(cast)
    now = timezone.now()
    told = {
        "individual": person, "group": group, "need": "n", "months": 6,
        "valid_from": now, "valid_until": now + timedelta(days=20),
    }  # fmt: skip
    reviewed = {"reviewed_by": cast.hugo, "reviewed_at": now}
    with cast.looking("anna"):
        for more in (
            {"registered_by": cast.anna, "state": "valid", **reviewed},
            {"registered_by": cast.anna, "state": "reviewed", **reviewed},
            {"registered_by": cast.hugo},
        ):
            assert (
                refused_by_the_database(lambda more=more: GroupLink.objects.create(**told, **more))
                == "link_begins_as_a_draft"
            )
        told |= {"valid_until": now + timedelta(days=31), "registered_by": cast.anna}
        rule = refused_by_the_database(lambda: GroupLink.objects.create(**told))
        assert rule == "link_draft_at_most_thirty_days"


def reviewing(one: GroupLink, by: Any) -> Callable[[], object]:
    now = timezone.now()
    found_one = GroupLink.objects.filter(pk=one.pk)
    return lambda: found_one.update(state="reviewed", reviewed_by=by, reviewed_at=now)


def test_nobody_reviews_their_own_not_even_in_another_name(cast: Cast) -> None:
    one = stored(cast, "draft")
    with cast.looking("anna"):
        for name in (cast.anna, cast.hugo, cast.inga):
            assert refused_by_the_database(reviewing(one, name)) == "link_reviewed_by_another"
    with cast.looking("hugo"), pytest.raises(IntegrityError), transaction.atomic():
        LinkCriterion.objects.filter(link=one).update(added_by=cast.hugo)
    with cast.looking("anna"), pytest.raises(ValidationError):
        link_reviews.approve(one, review="r", months=3, by=cast.anna)


def test_whoever_added_a_criterion_does_not_review_it(cast: Cast) -> None:
    one = stored(cast, "draft")
    with cast.looking("hugo"):
        add(one, cast.hugo, hard(source="PM 8"))
        assert refused_by_the_database(reviewing(one, cast.hugo)) == "link_reviewed_by_another"
    with cast.looking("inga"):
        reviewing(one, cast.inga)()


def add(one: GroupLink, by: Any, told: dict[str, Any]) -> LinkCriterion:
    return LinkCriterion.objects.create(
        link=one, individual_id=one.individual_id, added_by=by, valid_until=timezone.now(), **told
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.lists(ANY, max_size=5, unique_by=lambda t: (t.kind, t.source, t.source_date)))
def test_no_link_passes_review_on_less_than_the_rule_wants(cast: Cast, told: list[Told]) -> None:
    """Straight into the tables: the oracle, the module and the database say the same."""
    with transaction.atomic():
        one = written(cast, told)
        with cast.looking("hugo"):
            if oracle(told):
                reviewing(one, cast.hugo)()
            else:
                assert refused_by_the_database(reviewing(one, cast.hugo)) == "link_rests_on_enough"
        transaction.set_rollback(True)


def written(cast: Cast, told: list[Told]) -> GroupLink:
    """A draft that rests on exactly these."""
    one = draft(cast, *pair(cast))
    with cast.looking("anna"):
        one.criteria.all().delete()
        for row in told:
            add(one, cast.anna, {**vars(row), "basis": "fact"})
        with connection.cursor() as cursor:
            cursor.execute("SELECT cases_link_is_founded(%s)", [one.pk])
            assert cursor.fetchone() == (oracle(told),)
    return one


def test_what_a_valid_link_rests_on_is_not_taken_away_or_rewritten(cast: Cast) -> None:
    person, group = pair(cast)
    one = link(cast, person, group)
    (ground,) = grounds(cast, one)

    def take_away() -> None:
        ground.delete()
        connection.check_constraints()

    with cast.looking("anna"):
        assert refused_by_the_database(take_away) == "link_rests_on_enough"
        again = LinkCriterion.objects.get(link=one)
        assert refused_by_the_database(again.purge) == "link_rests_on_enough"
        rows = LinkCriterion.objects.filter(link=one)
        for more in ({"kind": "own_statement"}, {"source_grade": "C"}, {"counted_at": None}):
            rule = refused_by_the_database(lambda more=more: rows.update(**more))
            assert rule == "link_criterion_is_written_once"


@pytest.mark.parametrize(
    "more",
    [
        {"valid_until": timezone.now() + timedelta(days=300)},
        {"valid_from": timezone.now() + timedelta(days=30)},
        {"reviewed_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_a_valid_link_is_not_prolonged_by_hand(cast: Cast, more: dict[str, Any]) -> None:
    one = stored(cast, "")
    with cast.looking("anna"):
        found_one = GroupLink.objects.filter(pk=one.pk)
        rule = refused_by_the_database(lambda: found_one.update(**more))
    assert rule == "link_is_not_prolonged"


def test_a_link_stays_what_it_is_about(cast: Cast) -> None:
    one, (other, _group) = stored(cast, ""), pair(cast, "Bo Ek")
    with cast.looking("anna"):
        found_one = GroupLink.objects.filter(pk=one.pk)
        rule = refused_by_the_database(lambda: found_one.update(individual=other))
    assert rule == "link_stays_what_it_is_about"


def test_one_live_link_for_a_person_and_a_group(cast: Cast) -> None:
    one = stored(cast, "")
    with cast.looking("anna"):
        again = {"by": cast.anna, "reviewer": cast.hugo}
        rule = refused_by_the_database(lambda: store(one.individual, one.group, **again))
    assert rule == "link_one_at_a_time"


def news(**more: Any) -> dict[str, Any]:
    return hard(kind="money", source="PM 90", source_date=TODAY, **more)


def long_valid(cast: Cast, days: int = 40) -> GroupLink:
    """Valid since so many days ago, for as long again."""
    one, then = draft(cast, *pair(cast)), timezone.now() - timedelta(days=days)
    until = timezone.now() + timedelta(days=days)
    found_one = GroupLink.objects.filter(pk=one.pk)
    with cast.looking("hugo"):
        found_one.update(state="reviewed", reviewed_by=cast.hugo, reviewed_at=then)
        found_one.update(state="valid", valid_from=then, valid_until=until)
    return one


def fresh(cast: Cast, one: GroupLink, by: str = "anna") -> GroupLink:
    with cast.looking(by):
        return GroupLink.objects.select_related("individual", "group").get(pk=one.pk)


def test_a_link_is_renewed_on_news_that_somebody_else_has_reviewed(cast: Cast) -> None:
    one = long_valid(cast)
    before = fresh(cast, one)
    with cast.looking("anna"):
        links.bring_news(before, criteria=[news()], by=cast.anna)
    assert fresh(cast, one).valid_until == before.valid_until
    with cast.looking("anna"), pytest.raises(ValidationError):
        link_reviews.renew(fresh(cast, one), review="r", months=12, by=cast.anna)
    with cast.looking("hugo"):
        link_reviews.renew(fresh(cast, one, "hugo"), review="r", months=12, by=cast.hugo)
    after = fresh(cast, one)
    assert after.valid_until > before.valid_until
    assert not any(ground.is_draft for ground in grounds(cast, one))
    assert {ground.valid_until for ground in grounds(cast, one)} == {after.valid_until}


@pytest.mark.parametrize(
    "old",
    [
        {"source_date": TODAY - timedelta(days=41)},
        {"source_date": TODAY - timedelta(days=40)},
        {"kind": "judgment", "source": "Spaningsrapport nr 7", "source_grade": "E"},
        {"kind": "judgment", "source": "spaningsrapport-7"},
        {"kind": "area"},
        {"information_grade": "4"},
    ],
)
def test_nothing_is_renewed_on_what_is_old_or_held_or_does_not_count(
    cast: Cast, old: dict[str, Any]
) -> None:
    one = long_valid(cast)
    told = news() | old
    with cast.looking("anna"), pytest.raises(ValidationError):
        links.bring_news(fresh(cast, one), criteria=[told], by=cast.anna)
    with cast.looking("anna"):
        add(one, cast.anna, told)
    with cast.looking("hugo"):
        now = timezone.now()
        found_one = GroupLink.objects.filter(pk=one.pk)
        renewed = {"reviewed_by": cast.hugo, "reviewed_at": now, "valid_from": now}
        renewed |= {"valid_until": now + timedelta(days=300)}
        rule = refused_by_the_database(lambda: found_one.update(**renewed))
    assert rule == "link_renewed_on_news"


def test_news_that_are_not_approved_are_not_kept_and_the_link_ends_on_its_day(cast: Cast) -> None:
    one = long_valid(cast)
    before = fresh(cast, one)
    with cast.looking("anna"):
        links.bring_news(before, criteria=[news()], by=cast.anna)
    with cast.looking("hugo"):
        link_reviews.refuse_news(fresh(cast, one, "hugo"), by=cast.hugo)
    assert fresh(cast, one).valid_until == before.valid_until
    assert len(grounds(cast, one)) == 1


@pytest.mark.parametrize("state", ["draft", "reviewed"])
def test_a_draft_is_never_handed_over(cast: Cast, state: str) -> None:
    one = stored(cast, state)
    decision = disclose(cast, one.individual, to=cast.probation, asker="anna", decider="inga")
    for row in (one, *grounds(cast, one)):
        with pytest.raises(ValidationError) as error:
            disclose(cast, row, to=cast.probation, asker="anna", decider="inga")
        assert error.value.error_list[0].code == "draft"
        with cast.looking("inga"):
            rule = refused_by_the_database(lambda row=row: give(cast, row, decision))
        assert rule == "link_draft_is_not_handed_over"
    page = f"/utlamnanden/nytt/?row=cases.grouplink:{one.pk}"
    assert cast.client("anna").get(page).status_code == 404


def give(cast: Cast, row: Any, decision: Disclosure) -> Grant:
    until, why = timezone.now() + timedelta(days=1), Grant.Reason.DECISION
    to = cast.probation
    return grants.give(row, to=to, reason=why, until=until, by=cast.inga, disclosure=decision)


def test_what_is_new_in_a_disclosed_link_stays_with_the_owner(cast: Cast) -> None:
    one = long_valid(cast)
    told = (one.individual, fresh(cast, one), *grounds(cast, one))
    disclose(cast, *told, to=cast.probation, asker="anna", decider="inga")
    with cast.looking("anna"):
        links.bring_news(fresh(cast, one), criteria=[news()], by=cast.anna)
    with cast.looking("greta"):
        assert GroupLink.objects.filter(pk=one.pk).exists()
        assert [ground.kind for ground in LinkCriterion.objects.all()] == ["judgment"]


REMOVED = Tombstone.Reason.NO_GROUND


def removed(cast: Cast) -> GroupLink:
    one = link(cast, *pair(cast))
    with cast.looking("anna"):
        links.remove(fresh(cast, one), reason=REMOVED, by=cast.anna)
    return one


def test_a_removed_link_leaves_a_mark_without_content_and_no_past(cast: Cast) -> None:
    one = removed(cast)
    with role("owner"):
        for model in (GroupLink, LinkCriterion):
            assert not model.objects.exists()
            assert not model.pgh_event_model.objects.exists()  # type: ignore[attr-defined]
    with cast.looking("anna"):
        mark = Tombstone.objects.get()
    assert (mark.kind, mark.reason) == ("link", REMOVED)
    for word in (one.pk, one.individual_id, one.group_id, "Alm", "Berg"):
        assert str(word) not in mark.digest


def test_a_removed_link_comes_back_only_on_something_new_that_another_approves(cast: Cast) -> None:
    one = removed(cast)
    pair_again = (one.individual, one.group)
    with pytest.raises(ValidationError) as error:
        draft(cast, *pair_again)
    assert "new_basis" in error.value.error_dict
    told = str(error.value)
    assert "Spaningsrapport" not in told
    again = draft(cast, *pair_again, new_basis="En ny dom från november")
    with cast.looking("hugo"):
        link_reviews.approve(again, review="r", months=3, by=cast.hugo)
    assert again.state == State.REVIEWED
    with cast.looking("hugo"):
        effect = {"state": "valid", "valid_from": timezone.now()}
        found_one = GroupLink.objects.filter(pk=again.pk)
        assert refused_by_the_database(lambda: found_one.update(**effect)) == (
            "link_again_is_approved"
        )
        with pytest.raises(ValidationError):
            link_reviews.take_effect(again, by=cast.hugo)
        question = Approval.objects.get(subject_pk=again.pk)
        approvals.answer(question, yes=True, reason="Ny dom", by=cast.hugo)
        link_reviews.take_effect(again, by=cast.hugo)
        assert GroupLink.objects.valid().get() == again


def test_a_no_keeps_a_removed_link_away(cast: Cast) -> None:
    one = removed(cast)
    again = draft(cast, one.individual, one.group, new_basis="Nytt")
    with cast.looking("hugo"):
        question = Approval.objects.get(subject_pk=again.pk)
        approvals.answer(question, yes=False, reason="Inget nytt", by=cast.hugo)
        link_reviews.approve(again, review="r", months=3, by=cast.hugo)
        assert link_reviews.obstacle(again)
        assert not GroupLink.objects.valid().exists()


def test_another_pair_and_another_agency_meet_no_mark(cast: Cast) -> None:
    one = removed(cast)
    other, group = pair(cast, "Bo Ek")
    draft(cast, other, group)
    assert found(cast, "Bok")
    with cast.looking("greta"):
        assert not Tombstone.objects.exists()
    with cast.looking("anna"):
        assert links.was_removed(one.individual, one.group)
        assert not links.was_removed(other, group)


def test_somebody_registered_anew_is_known_again_by_the_number(cast: Cast) -> None:
    """The row is another one; the person, whose link was removed, is not."""
    group = found(cast)
    one = link(cast, enter(cast, "anna", number=number()), group)
    with cast.looking("hugo"):
        links.remove(one, reason="no_ground", by=cast.hugo)
    with cast.looking("inga"):
        removals.remove(one.individual, reason="not_needed", by=cast.inga)
    anew = enter(cast, "anna", number=number(), new_basis="Ny dom")
    stranger = enter(cast, "anna", "Bo Ek", number=number(years_ago(30)))
    with cast.looking("anna"):
        assert anew.pk != one.individual_id
        assert links.was_removed(anew, group)
        assert not links.was_removed(stranger, group)


def test_a_number_that_came_later_does_not_hide_the_mark(cast: Cast) -> None:
    one = removed(cast)
    with cast.looking("anna"):
        identifiers.add(one.individual, number=number(), by=cast.anna)
        assert links.was_removed(one.individual, one.group)


def test_the_marks_follow_their_own_key(cast: Cast, settings: Any) -> None:
    one = removed(cast)
    with cast.looking("anna"):
        settings.SECRET_KEY = "another"
        assert links.was_removed(one.individual, one.group)
        settings.TOMBSTONE_KEY = "another"
        assert not links.was_removed(one.individual, one.group)


def test_a_draft_taken_back_leaves_nothing(cast: Cast) -> None:
    one = draft(cast, *pair(cast))
    with cast.looking("anna"):
        links.end(one, reason="taken_back", by=cast.anna)
    with role("owner"):
        assert not GroupLink.objects.exists()
        assert not LinkCriterion.objects.exists()
        assert not LinkCriterion.pgh_event_model.objects.exists()  # type: ignore[attr-defined]
        assert not Tombstone.objects.exists()


@pytest.mark.parametrize(("age", "months", "is_refused"), [(16, 6, True), (16, 3, False)])
def test_a_minors_link_is_valid_for_at_most_three_months(
    cast: Cast, age: int, months: int, is_refused: bool
) -> None:
    person = enter(
        cast, "anna", subject_category="suspect", born=TODAY.replace(year=TODAY.year - age, day=1)
    )
    group = found(cast)
    for colleague in ("hugo", "inga"):
        answer(cast, person, colleague)
    if is_refused:
        with pytest.raises(ValidationError) as error:
            draft(cast, person, group, months=months)
        assert "months" in error.value.error_dict
    else:
        draft(cast, person, group, months=months)


def test_errors_of_the_database_say_nothing_of_the_rows(cast: Cast) -> None:
    one = stored(cast, "draft")
    with cast.looking("anna"), pytest.raises(DatabaseError) as error, transaction.atomic():
        reviewing(one, cast.anna)()
    for word in (str(one.pk), "Berg", "Alm"):
        assert word not in str(error.value)


def test_the_grades_and_kinds_are_as_the_module_has_them() -> None:
    fields = {name: LinkCriterion._meta.get_field(name) for name in ("kind", "basis")}
    assert [value for value, _label in fields["kind"].flatchoices] == criteria.Criterion.values
    assert [value for value, _label in fields["basis"].flatchoices] == ["fact", "assessment"]
