"""The pages of a plan: what is wrong is said beside its field, and nobody else has the pages."""

import io
from datetime import timedelta
from uuid import UUID

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interventions.actions import slots
from interventions.models import Milestone, Slot, TargetGroup
from partners.mandates import Category
from tests.cast import Cast
from tests.evening import Evening
from tests.interventions.test_callins import matters, page
from tests.interventions.test_plans import groups_of_police
from tests.interventions.test_slots import ahead, voiced


def at(name: str, *args: object, **query: object) -> str:
    return reverse(f"interventions:{name}", args=args, query=query or None)


def usual(evening: Evening) -> list[UUID]:
    greta = evening.people["greta"]
    with evening.looking("greta"):
        return [slot.pk for slot in slots.lay_out(evening.call_in(), by=greta)]


def told(evening: Evening, kind: str) -> Milestone:
    with evening.looking("greta"):
        return Milestone.objects.get(call_in=evening.call_in_id, kind=kind)


SLOT = {
    "element": "help", "minutes": "10", "speaker_agency": "", "speaker": "", "meet_at": "11:30",
    "meet_where": "Entré B",
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "61"}, "minutes"),
        ({"minutes": "tio"}, "minutes"),
        ({"element": "sång"}, "element"),
        ({"speaker": "Rektor"}, "speaker_agency"),
        ({"speaker_agency": "99"}, "speaker_agency"),
        ({"meet_at": "25:00"}, "meet_at"),
        ({"meet_where": ""}, "meet_where"),
        ({"speaker": "x" * 100_000, "speaker_agency": "6"}, "speaker"),
    ],
)
def test_what_is_wrong_with_a_slot_is_said_beside_its_field_and_kept(
    cast: Cast, wrong: dict[str, str], field: str
) -> None:
    evening = ahead()
    answer = cast.client("greta").post(at("slot_new", evening.call_in_id), SLOT | wrong)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in answer.text
    for name, value in wrong.items():
        assert answer.context["form"][name].value() == value
    with cast.looking("greta"):
        assert not Slot.objects.exists()


def test_a_slot_is_put_on_the_run_sheet_and_changed(cast: Cast) -> None:
    evening, greta = ahead(), cast.client("greta")
    answer = greta.post(at("slot_new", evening.call_in_id), SLOT | {"speaker_agency": "6"})
    assert answer.status_code == 302
    with cast.looking("mona"):
        slot = Slot.objects.get()
        assert timezone.localtime(slot.meet_at).strftime("%H:%M") == "11:30"
    greta.post(at("slot_change", slot.pk), SLOT | {"minutes": "20"})
    with cast.looking("mona"):
        assert not Slot.objects.exists()
    with cast.looking("greta"):
        assert Slot.objects.get().minutes == 20


def test_times_are_put_right_to_the_minute_and_what_is_left_keeps_its_seconds(cast: Cast) -> None:
    evening, greta = Evening.at(people=0, doors_open=Evening.noon(days=0)), cast.client("greta")
    first, *_ = usual(evening)
    greta.post(at("slot_now", first), {"kind": "begin"})
    with cast.looking("greta"):
        began = Slot.objects.get(pk=first).actual_from
    assert began is not None
    clock = timezone.localtime(began).strftime("%H:%M")
    wrong = greta.post(at("slot_times", first), {"began": "", "ended": clock})
    assert list(wrong.context["form"].errors) == ["began"]
    assert wrong.context["form"]["ended"].value() == clock
    greta.post(at("slot_times", first), {"began": clock, "ended": "23:59"})
    with cast.looking("greta"):
        kept = Slot.objects.get(pk=first)
        assert kept.actual_from == began
        assert kept.actual_until is not None


@pytest.mark.parametrize(("day", "field"), [("2126-01-01", "done_on"), ("2026-02-30", "done_on")])
def test_a_day_that_cannot_be_is_said_beside_its_field(cast: Cast, day: str, field: str) -> None:
    venue = told(ahead(), "venue")
    given = {"done_on": day, "note": "Nyckel hos vakten"}
    answer = cast.client("greta").post(at("milestone", venue.pk), given)
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["note"].value() == "Nyckel hos vakten"
    assert answer.context["form"]["done_on"].value() == day


def test_a_tick_is_what_the_button_said_also_when_a_colleague_was_first(cast: Cast) -> None:
    evening, greta = ahead(), cast.client("greta")
    media = told(evening, "media")
    for answer in ("done", "done", "not_done", "not_done"):
        found = greta.post(at("milestone_tick", media.pk), {"answer": answer})
        assert found["Location"].endswith("#checklist")
        assert told(evening, "media").is_done is (answer == "done")


def test_a_closed_list_has_no_page_to_change_its_plan(cast: Cast) -> None:
    evening = Evening.at(people=0)
    first, *_ = usual(evening)
    venue = told(evening, "venue")
    evening.close()
    greta = cast.client("greta")
    for path in (at("milestone", venue.pk), at("slot_change", first), at("slot_remove", first),
                 at("slot_new", evening.call_in_id)):  # fmt: skip
        assert greta.get(path).status_code == 404, path
    assert greta.get(at("run_sheet", evening.call_in_id)).status_code == 200
    assert greta.get(at("slot_times", first)).status_code == 200


def test_groups_to_reach_are_chosen_with_the_call_in(cast: Cast) -> None:
    alm, _birch = groups_of_police(cast, "Alm", "Björk")
    greta = cast.client("greta")
    assert greta.post(at("callin_new"), matters(groups=[str(alm)])).status_code == 302
    with cast.looking("greta"):
        assert [str(target) for target in TargetGroup.objects.all()] == ["Alm"]
        call_in = TargetGroup.objects.get().call_in_id
    text = page(greta, at("callin", call_in))
    assert "Alm" in text
    assert "Björk" not in text
    cast.let_read(cast.city_safety, Category.CALL_IN, owner=cast.probation)
    assert "Alm" not in page(cast.client("david"), at("callin", call_in))


def test_whoever_reads_the_plan_and_no_code_sees_no_group(cast: Cast) -> None:
    """Police's code is police's to share; the plan that names it does not tell it."""
    alm, *_ = groups_of_police(cast, "Alm")
    cast.client("greta").post(at("callin_new"), matters(groups=[str(alm)]))
    for category in (Category.CALL_IN, Category.CALL_IN_PLAN):
        cast.let_read(cast.city_safety, category, owner=cast.probation)
    with cast.looking("greta"):
        call_in = TargetGroup.objects.get().call_in_id
    text = page(cast.client("david"), at("callin", call_in))
    assert 'id="checklist"' in text
    assert 'id="groups"' not in text
    assert "Alm" not in text


def test_readiness_is_for_the_agency_that_leads(cast: Cast) -> None:
    evening = ahead()
    usual(evening)
    for category in (Category.CALL_IN, Category.CALL_IN_PLAN, Category.SPEAKING_SLOTS):
        cast.let_read(cast.police, category, owner=cast.probation)
    record = at("callin", evening.call_in_id)
    assert 'id="readiness"' in page(cast.client("bosse"), record)
    text = page(cast.client("hugo"), record)
    assert 'id="readiness"' not in text
    assert 'id="checklist"' in text
    sheet = page(cast.client("hugo"), at("run_sheet", evening.call_in_id))
    assert "/inslag/" in sheet
    for button in ("/plats/", "/nu/", "/utskrift/", "/andra/", '<form method="post"'):
        assert button not in sheet.split("<main")[1], button


def test_a_speaker_of_an_organisation_has_one_page_and_no_other(cast: Cast) -> None:
    evening = ahead()
    others = usual(evening)
    slot = voiced(cast, evening, cast.mothers)
    mona = cast.client("mona")
    assert at("slot", slot.pk) in page(mona, reverse("today"))
    text = page(mona, at("slot", slot.pk))
    assert "Malmö Stadion, sal 2" in text
    assert "Call-in i november" not in text
    for path in (at("callin", evening.call_in_id), at("run_sheet", evening.call_in_id),
                 at("run_sheet_paper", evening.call_in_id), at("slot", others[0]),
                 at("slot_change", slot.pk), at("slot_times", slot.pk)):  # fmt: skip
        assert mona.get(path).status_code == 404, path
    assert at("slot", slot.pk) not in page(cast.client("eva"), reverse("today"))


def printed(client: Client, evening: Evening, **query: object) -> pypdf.PdfReader:
    answer = client.get(at("run_sheet_paper", evening.call_in_id, **query))
    assert answer.status_code == 200
    return pypdf.PdfReader(io.BytesIO(answer.content))


def test_the_paper_holds_what_its_reader_may_read(cast: Cast) -> None:
    evening, greta = Evening.at(people=2, doors_open=Evening.noon(days=30)), cast.client("greta")
    voiced(cast, evening, cast.mothers, speaker="Förälder")
    voiced(cast, evening, cast.police, speaker="Polismästare", element="not_prison")
    whole = printed(greta, evening)
    words = whole.pages[0].extract_text()
    assert "Förälder" in words
    assert "Polismästare" in words
    assert "Call-in i november" in words
    assert "Ali Berg" not in words
    assert whole.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert whole.trailer["/Root"]["/Lang"] == "sv"
    theirs = printed(greta, evening, **{"for": 6}).pages[0].extract_text()
    assert "Förälder" in theirs
    assert "Polismästare" not in theirs
    assert "Call-in i november" not in theirs


@pytest.mark.parametrize("number", ["5", "99", "x", "1"])
def test_there_is_no_paper_for_whoever_does_not_speak(cast: Cast, number: str) -> None:
    evening = ahead()
    voiced(cast, evening, cast.mothers)
    path = at("run_sheet_paper", evening.call_in_id, **{"for": number})
    assert cast.client("greta").get(path).status_code == 404


def costs(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        page(client, path)
    return len(queries)


def test_the_pages_cost_the_same_with_two_slots_and_with_twenty(cast: Cast) -> None:
    evening, greta = ahead(), cast.client("greta")
    sheet, record = at("run_sheet", evening.call_in_id), at("callin", evening.call_in_id)
    found = []
    for many in (2, 18):
        for number in range(many):
            voiced(cast, evening, cast.agencies[number % 7], minutes=1)
        found.append((costs(greta, sheet), costs(greta, record)))
    assert found[0] == found[1]


def test_the_day_page_costs_the_same_with_two_call_ins_and_with_twelve(cast: Cast) -> None:
    greta, mona, found = cast.client("greta"), cast.client("mona"), []
    for many in (2, 10):
        for number in range(many):
            voiced(cast, ahead(days=number + 3), cast.mothers)
        found.append((costs(greta, reverse("today")), costs(mona, reverse("today"))))
    assert found[0] == found[1]


def test_what_is_due_within_a_week_stands_on_the_day_page(cast: Cast) -> None:
    ahead(days=10)
    text = page(cast.client("greta"), reverse("today"))
    assert 'id="milestones"' in text
    assert 'id="milestones"' not in page(cast.client("bosse"), reverse("today"))
    with cast.looking("greta"):
        due = timezone.localdate() + timedelta(days=7)
        soon = Milestone.objects.waiting().filter(due_on__lte=due)
        assert soon.exists()


def test_how_ready_it_is_stands_on_the_lists_of_whoever_leads(cast: Cast) -> None:
    ahead(days=10)
    cast.let_read(cast.police, Category.CALL_IN, owner=cast.probation)
    cast.let_read(cast.police, Category.CALL_IN_PLAN, owner=cast.probation)
    for path in (at("callins"), reverse("today")):
        assert "0 procent" in page(cast.client("greta"), path)
        assert "procent" not in page(cast.client("hugo"), path)
