"""Tasks: for somebody of the own agency, done once, seen on the page of the day."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from interventions.actions import tasks
from interventions.models import Task
from interventions.models.tasks import PAGES
from tests.cast import Cast
from tests.evening import Evening


def add(cast: Cast, *, assignee: str = "bosse", days: int = 1) -> Task:
    with cast.looking("greta"):
        return tasks.add(
            title="Boka lokal", assignee=getattr(cast, assignee), by=cast.greta,
            due_on=timezone.localdate() + timedelta(days=days),
        )  # fmt: skip


def test_a_task_is_put_down_for_a_colleague(cast: Cast) -> None:
    due = timezone.localdate() + timedelta(days=4)
    posted = {"title": "Ring lokalen", "assignee": str(cast.bosse.pk), "due_on": due.isoformat()}
    page = cast.client("greta").post(reverse("interventions:task_new"), posted)
    assert page.status_code == 302
    assert "Ring lokalen" in cast.client("bosse").get("/").content.decode()
    assert "Ring lokalen" not in cast.client("ella").get("/").content.decode()


def test_nobody_gives_a_task_to_another_agency(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        add(cast, assignee="hugo")
    due = timezone.localdate().isoformat()
    posted = {"title": "Ring lokalen", "assignee": str(cast.hugo.pk), "due_on": due}
    page = cast.client("greta").post(reverse("interventions:task_new"), posted)
    assert set(page.context["form"].errors) == {"assignee"}


def test_a_day_that_has_passed_is_refused_beside_its_field(cast: Cast) -> None:
    posted = {"title": "Ring", "assignee": str(cast.bosse.pk), "due_on": "2020-01-01"}
    page = cast.client("greta").post(reverse("interventions:task_new"), posted)
    assert set(page.context["form"].errors) == {"due_on"}
    assert "Ring" in page.content.decode()


def test_done_twice_is_done_once(cast: Cast) -> None:
    task = add(cast)
    address = reverse("interventions:task_complete", args=[task.pk])
    cast.client("bosse").post(address)
    with cast.looking("bosse"):
        first = Task.objects.get(pk=task.pk)
    cast.client("ella").post(address)
    with cast.looking("bosse"):
        again = Task.objects.get(pk=task.pk)
    assert (first.done_by, first.done_at) == (cast.bosse, again.done_at)
    assert again.done_by == cast.bosse
    assert "Boka lokal" not in cast.client("bosse").get("/").content.decode()


def test_another_agencys_task_is_no_page_and_a_link_does_not_tick_it_off(cast: Cast) -> None:
    task = add(cast)
    address = reverse("interventions:task_complete", args=[task.pk])
    assert cast.client("hugo").post(address).status_code == 404
    assert cast.client("bosse").get(address).status_code == 405
    with cast.looking("bosse"):
        assert Task.objects.get(pk=task.pk).done_at is None


def test_a_task_leads_to_the_record_it_is_about(cast: Cast) -> None:
    evening = Evening.at(people=0)
    record = f"/call-in/{evening.call_in_id}/"
    address = f"{reverse('interventions:task_new')}?om=call-in:{evening.call_in_id}"
    client = cast.client("greta")
    assert address in client.get(record).text
    assert "Call-in i november" in client.get(address).text
    due = timezone.localdate().isoformat()
    posted = {"title": "Boka fika", "assignee": str(cast.greta.pk), "due_on": due}
    assert client.post(address, posted).status_code == 302
    assert f'<a href="{record}">Boka fika</a>' in client.get("/").text


@pytest.mark.parametrize("what", ["call-in:{}", "mote:{}", "x:{}", "call-in:x", "call-in"])
def test_a_task_is_about_nothing_that_one_cannot_see(cast: Cast, what: str) -> None:
    evening = Evening.at(people=0)
    address = f"{reverse('interventions:task_new')}?om={what.format(evening.call_in_id)}"
    assert cast.client("hugo").get(address).status_code == 404


def test_every_record_a_task_can_lead_to_has_its_page(cast: Cast) -> None:
    for model, name in PAGES.items():
        kind = ContentType.objects.get_by_natural_key(*model.split("."))
        task = Task(subject_type=kind, subject_pk=cast.greta.pk)
        assert task.subject_url == reverse(name, args=[cast.greta.pk])
    assert Task().subject_url == ""
