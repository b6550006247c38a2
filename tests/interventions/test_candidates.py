"""Candidates: who proposes, who decides, who is called on what ground, and who never is."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import ProgrammingError, transaction
from django.utils import timezone

from cases.actions import duplicates
from cases.models import Supervision
from interventions.actions import candidates, summonses
from interventions.arrivals import Kind
from interventions.models import Candidate, DoorCard, DoorName, Summons
from partners.models import Approval
from tests.cast import Cast
from tests.evening import Evening, supervise

State = Candidate.State
# From each state the steps that lead there by the actions; any other move is asked of `move`.
STEPS: dict[str, tuple[str, ...]] = {
    State.PROPOSED: (),
    State.UNDER_REVIEW: ("review",),
    State.APPROVED: ("review", "approve"),
    State.DECLINED: ("review", "decline"),
    State.SUMMONED: ("review", "approve", "summon"),
    State.SERVED: ("review", "approve", "summon", "serve"),
}
LEADS_TO = {
    "review": State.UNDER_REVIEW,
    "approve": State.APPROVED,
    "decline": State.DECLINED,
    "summon": State.SUMMONED,
}
WHO = {
    "review": "greta", "approve": "jonas", "decline": "jonas", "summon": "greta", "serve": "bosse",
}  # fmt: skip
# On these pages one acts on one candidate; the review is asked for the whole list at once.
PATHS = {"approve": "beslut", "decline": "beslut", "summon": "kallelse"}
SENT = {
    "approve": {"answer": "approve"},
    "decline": {"answer": "decline"},
    "summon": {"ground": "duty_st"},
}
# The table once more, by hand, as the field's guide tells it.
CALLED = ("summoned", "served", "hindrance_reported", "hindrance_accepted", "hindrance_rejected")
OUTCOMES = (
    "present", "late", "left", "turned_back", "refused", "absent", "in_custody", "cancelled",
)  # fmt: skip
MOVES = {
    ("proposed", "under_review"), ("proposed", "declined"),
    ("under_review", "approved"), ("under_review", "declined"),
    ("approved", "summoned"), ("approved", "declined"),
    ("summoned", "served"), ("summoned", "hindrance_reported"), ("served", "hindrance_reported"),
    ("hindrance_reported", "hindrance_accepted"), ("hindrance_reported", "hindrance_rejected"),
    *((called, outcome) for called in CALLED for outcome in OUTCOMES),
    *((outcome, other) for outcome in OUTCOMES for other in OUTCOMES if other != outcome),
    *((outcome, "followed_up") for outcome in OUTCOMES),
}  # fmt: skip
PAGE = Path(__file__).resolve().parents[2] / "docs" / "candidates.md"


@pytest.fixture
def evening(cast: Cast) -> Evening:
    return Evening.at(people=0, doors_open=Evening.noon(days=30))


def step(evening: Evening, pk: object, name: str, *, by: str = "") -> None:
    by = by or WHO[name]
    if name == "approve" and state_of(evening, pk) == State.UNDER_REVIEW:
        evening.set_aside(pk)
    with evening.looking(by):
        candidate = Candidate.objects.get(pk=pk)
        if name == "serve":
            received = {"method": "in_person", "outcome": "served"}
            summonses.attempt(candidate.summons, by=evening.people[by], **received)
        else:
            getattr(candidates, name)(candidate, by=evening.people[by])


def state_of(evening: Evening, pk: object) -> str:
    with evening.looking("greta"):
        return Candidate.objects.get(pk=pk).state


@pytest.mark.parametrize("before", State.values)
def test_a_candidate_moves_as_the_table_says_and_no_other_way(
    evening: Evening, before: str
) -> None:
    pk = evening.propose()
    for after in State.values:
        with evening.looking("greta"):
            Candidate.objects.filter(pk=pk).update(state=before)
            candidate = Candidate.objects.get(pk=pk)
            if (before, after) in MOVES:
                candidates.move(candidate, after)
            else:
                with pytest.raises(ValidationError):
                    candidates.move(candidate, after)
        assert state_of(evening, pk) == (after if (before, after) in MOVES else before)


def test_who_was_first_moved_it(evening: Evening) -> None:
    pk = evening.review()
    with evening.looking("jonas"):
        mine = Candidate.objects.get(pk=pk)
    step(evening, pk, "decline", by="judit")
    with evening.looking("jonas"), pytest.raises(ValidationError):
        candidates.approve(mine, by=evening.people["jonas"])
    assert state_of(evening, pk) == State.DECLINED


def test_the_page_says_what_the_table_says(capsys: pytest.CaptureFixture[str]) -> None:
    """When this fails: `manage.py candidates > docs/candidates.md`."""
    call_command("candidates")
    assert capsys.readouterr().out == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("before", STEPS)
@pytest.mark.parametrize("name", LEADS_TO)
def test_only_the_steps_of_the_table_can_be_taken(evening: Evening, before: str, name: str) -> None:
    pk = evening.propose()
    for earlier in STEPS[before]:
        step(evening, pk, earlier)
    assert state_of(evening, pk) == before
    if LEADS_TO[name] in Candidate.TRANSITIONS[before]:
        step(evening, pk, name)
        assert state_of(evening, pk) == LEADS_TO[name]
    else:
        with pytest.raises(ValidationError):
            step(evening, pk, name)
        assert state_of(evening, pk) == before


@pytest.mark.parametrize("before", STEPS)
@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("who", ["greta", "bosse", "jonas", "judit", "hugo", "inga", "cilla"])
def test_the_pages_let_each_take_the_own_steps_and_no_others(
    cast: Cast, evening: Evening, before: str, name: str, who: str
) -> None:
    pk = evening.propose()
    for earlier in STEPS[before]:
        step(evening, pk, earlier)
    if before == State.UNDER_REVIEW:
        evening.set_aside(pk)
    answer = cast.client(who).post(f"/call-in/kandidat/{pk}/{PATHS[name]}/", SENT[name])
    may = {
        "approve": {"jonas", "judit"},
        "decline": {"jonas", "judit"},
        "summon": {"greta"},
    }[name]
    is_step = LEADS_TO[name] in Candidate.TRANSITIONS[before]
    assert (answer.status_code == 404) == (who not in may)
    expected = LEADS_TO[name] if who in may and is_step else before
    assert state_of(evening, pk) == expected


def test_who_proposed_does_not_decide_even_in_both_roles(cast: Cast, evening: Evening) -> None:
    pk = evening.review()
    with evening.looking("jonas"):
        Approval.objects.filter(subject_pk=pk).update(asked_by=cast.jonas)
    with pytest.raises(ValidationError):
        step(evening, pk, "approve")
    with evening.looking("greta"):
        Approval.objects.filter(subject_pk=pk).update(asked_by=cast.greta)
        Candidate.objects.filter(pk=pk).update(proposed_by=cast.jonas)
    with pytest.raises(ValidationError):
        step(evening, pk, "approve")
    assert state_of(evening, pk) == State.UNDER_REVIEW


def test_who_does_not_decide_cannot_approve_around_the_page(evening: Evening) -> None:
    pk = evening.review()
    with pytest.raises(PermissionDenied):
        step(evening, pk, "approve", by="greta")


def test_the_ground_follows_the_sanction(evening: Evening) -> None:
    for sanction, ground in (
        (Supervision.Sanction.VILLKORLIG_FRIGIVNING, Summons.Ground.DUTY_VF),
        (Supervision.Sanction.SKYDDSTILLSYN, Summons.Ground.DUTY_ST),
    ):
        card = evening.expect(sanction=sanction)
        with evening.looking("greta"):
            assert Summons.objects.get(candidate__card=card).ground == ground


def test_another_sanction_gives_no_duty_to_appear(evening: Evening) -> None:
    evening.expect(sanction=Supervision.Sanction.OTHER)
    with evening.looking("greta"):
        assert Summons.objects.get().ground == Summons.Ground.VOLUNTARY


def test_summoning_gives_the_next_seat_initials_and_a_name(evening: Evening) -> None:
    evening.expect("Ali Berg")
    evening.expect("Anna-Karin Öst")
    with evening.looking("greta"):
        cards = DoorCard.objects.all()
        assert [(card.seat, card.initials) for card in cards] == [(1, "AB"), (2, "AKÖ")]
        assert [row.name for row in DoorName.objects.order_by("card__seat")] == [
            "Ali Berg",
            "Anna-Karin Öst",
        ]
        assert Candidate.objects.filter(card__in=cards).count() == 2


def test_a_duty_to_appear_ends_with_supervision(evening: Evening) -> None:
    pk = evening.review()
    step(evening, pk, "approve")
    meeting = Evening.noon(days=30)
    with evening.looking("greta"):
        candidate = Candidate.objects.get(pk=pk)
        candidate.supervision.supervised_until = meeting.date() - timedelta(days=3)
        candidate.supervision.save()
        with pytest.raises(ValidationError, match="3"):
            candidates.summon(candidate, by=evening.people["greta"])
        candidate.refresh_from_db()
        candidates.summon(candidate, by=evening.people["greta"], ground=Summons.Ground.VOLUNTARY)
        assert Summons.objects.get().ground == Summons.Ground.VOLUNTARY


@pytest.mark.parametrize(("days", "is_warned"), [(0, True), (14, True), (15, False)])
def test_a_supervision_near_its_end_is_warned_of(
    evening: Evening, days: int, is_warned: bool
) -> None:
    with evening.looking("greta"):
        meeting = timezone.localtime(evening.call_in().starts_at).date()
    pk = evening.propose(supervised_until=meeting + timedelta(days=days))
    with evening.looking("greta"):
        assert bool(candidates.warning(Candidate.objects.get(pk=pk))) == is_warned


@pytest.mark.parametrize("first", [-10, 31])
def test_nobody_is_proposed_who_is_not_supervised_on_the_day(evening: Evening, first: int) -> None:
    day = timezone.localdate()
    outside = {
        "supervised_from": day + timedelta(days=first),
        "supervised_until": day + timedelta(days=first + 20),
    }
    with pytest.raises(ValidationError):
        evening.propose(**outside)


def test_protected_identity_is_a_hard_stop(cast: Cast, evening: Evening) -> None:
    with evening.looking("greta"):
        row = supervise("Ali Berg", officer=cast.bosse)
        row.individual.protection_level = "marked"
        row.individual.save()
        with pytest.raises(ValidationError, match=r"skyddade|protected"):
            candidates.propose(evening.call_in(), supervision=row, by=cast.greta)
        assert not Candidate.objects.exists()


def test_who_becomes_protected_after_the_approval_is_not_summoned(
    cast: Cast, evening: Evening
) -> None:
    pk = evening.review()
    step(evening, pk, "approve")
    with evening.looking("greta"):
        candidate = Candidate.objects.select_related("individual").get(pk=pk)
        candidate.individual.protection_level = "marked"
        candidate.individual.save()
        with pytest.raises(ValidationError):
            candidates.summon(candidate, by=cast.greta)
    assert cast.client("greta").get(f"/call-in/kandidat/{pk}/kallelse/").status_code == 404


def test_the_form_offers_those_with_a_ground_on_the_day(cast: Cast, evening: Evening) -> None:
    with evening.looking("greta"):
        day = timezone.localdate()
        supervise("Med Grund")
        supervise("Utan Grund", sanction=Supervision.Sanction.OTHER)
        supervise("Klar Innan", supervised_until=day + timedelta(days=10))
        protected = supervise("Skyddad Person").individual
        protected.protection_level = "marked"
        protected.save()
    evening.propose("Redan Kandidat")
    path = f"/call-in/{evening.call_in_id}/kandidater/"
    text = cast.client("greta").get(path).content.decode()
    assert "Med Grund" in text
    for absent in ("Utan Grund", "Klar Innan", "Skyddad Person", "Redan Kandidat"):
        assert absent not in text
    assert "Med Grund" not in cast.client("greta").get(path + "?name=xyz").content.decode()


def test_several_are_proposed_at_once(cast: Cast, evening: Evening) -> None:
    with evening.looking("greta"):
        rows = [supervise(name).pk for name in ("Ali Berg", "Bo Ceder")]
    path = f"/call-in/{evening.call_in_id}/kandidater/"
    assert cast.client("greta").post(path, {"supervisions": rows}).status_code == 302
    with evening.looking("jonas"):
        assert not Approval.objects.exists()
    assert cast.client("greta").post(path + "provning/").status_code == 302
    with evening.looking("jonas"):
        assert Approval.objects.filter(answer="", asked_by=cast.greta).count() == 2


def test_the_police_summon_nobody_to_their_own_call_in(cast: Cast, evening: Evening) -> None:
    """And probation puts no list at a door it does not lead."""
    from interventions.actions import callins
    from partners.mandates import Category

    cast.let_read(cast.probation, Category.CALL_IN, owner=cast.police)
    start = timezone.now() + timedelta(days=30)
    with evening.looking("hugo"):
        theirs = callins.prepare(
            title="Polisens", venue="Sal", doors_open_at=start, starts_at=start, by=cast.hugo
        )
    with evening.looking("greta"):
        row = supervise("Ali Berg")
        with pytest.raises(ValidationError):
            candidates.propose(theirs, supervision=row, by=cast.greta)
    with evening.looking("hugo"), pytest.raises(ProgrammingError), transaction.atomic():
        DoorCard.objects.create(call_in=theirs, initials="AB", seat=1)


@pytest.mark.parametrize("name", ["hugo", "anna", "inga", "cilla", "siv", "david", "eva", "karin"])
def test_candidates_exist_for_probation_alone(cast: Cast, evening: Evening, name: str) -> None:
    evening.expect()
    with evening.looking(name):
        assert not Candidate.objects.exists()
        assert not Summons.objects.exists()
        assert not DoorName.objects.exists()


def test_who_was_merged_after_the_approval_is_not_summoned(cast: Cast, evening: Evening) -> None:
    pk = evening.review()
    step(evening, pk, "approve")
    with evening.looking("greta"):
        candidate = Candidate.objects.select_related("individual").get(pk=pk)
        kept = supervise("Berg Ali")
        duplicates.merge(candidate.individual, into=kept.individual, by=cast.greta)
    page = cast.client("greta").post(
        f"/call-in/kandidat/{pk}/kallelse/", {"ground": candidates.ground_of(kept)}, follow=True
    )
    assert "sammanförd" in page.content.decode()
    with evening.looking("greta"):
        assert not DoorCard.objects.exists()
    assert state_of(evening, pk) == State.APPROVED


def test_a_merged_record_is_neither_offered_nor_proposed(cast: Cast, evening: Evening) -> None:
    with evening.looking("greta"):
        merged, kept = supervise("Ali Berg"), supervise("Berg Ali")
        duplicates.merge(merged.individual, into=kept.individual, by=cast.greta)
    page = cast.client("greta").get(f"/call-in/{evening.call_in_id}/kandidater/")
    assert str(kept.pk) in page.content.decode()
    assert str(merged.pk) not in page.content.decode()
    with evening.looking("greta"):
        merged = Supervision.objects.get(pk=merged.pk)
        with pytest.raises(ValidationError, match="sammanförd"):
            candidates.propose(evening.call_in(), supervision=merged, by=cast.greta)
        candidates.propose(evening.call_in(), supervision=kept, by=cast.greta)


@pytest.mark.parametrize(
    ("taps", "outcome"),
    [
        ((), "absent"),
        ((("arrived", 5),), "present"),
        ((("arrived", 40),), "late"),
        ((("arrived", 5), ("left", 50)), "left"),
        ((("turned_back", 5),), "turned_back"),
        ((("refused_entry", 5),), "refused"),
        ((("in_custody", 5),), "in_custody"),
        ((("cancelled", 5),), "cancelled"),
        ((("arrived", 5), ("turned_back", 6)), "served"),
    ],
)
def test_closing_the_list_gives_each_called_the_outcome_the_door_saw(
    cast: Cast, taps: tuple[tuple[str, int], ...], outcome: str
) -> None:
    """A contradiction has no outcome until somebody says what was true."""
    opened = timezone.now() - timedelta(minutes=90)
    evening = Evening.at(people=1, doors_open=opened)
    undecided = evening.review("Bo Ceder")
    for kind, minutes in taps:
        evening.tap(0, Kind(kind), at=opened + timedelta(minutes=minutes))
    evening.close(accept_contradictions=True)
    assert state_of(evening, evening.candidate_ids[0]) == outcome
    assert state_of(evening, undecided) == State.UNDER_REVIEW
