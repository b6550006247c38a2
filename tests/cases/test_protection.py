"""Protected identity: gone for everybody but those personally assigned."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.actions import protections
from cases.models import Individual
from partners.models import Grant
from tests.cases.pages import errors, text
from tests.cases.people import LIST, NEW, enter, number, pages, statuses, supervise, typed
from tests.cast import Cast
from tests.database import role


def protect(cast: Cast, person: Individual, by: str, *assigned: str) -> Any:
    users = [str(getattr(cast, name).pk) for name in assigned]
    return cast.client(by).post(
        pages(person)[2], {"assigned_to": users, "level": "marked"}, follow=True
    )


def test_a_protected_person_is_gone_for_colleagues_and_their_lists(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    supervise(cast, person)
    assert protect(cast, person, "bosse", "bosse").status_code == 200
    assert statuses(cast.client("bosse"), person) == [200, 200, 200, 200, 404]
    for colleague in ("ella", "greta", "jonas"):
        client = cast.client(colleague)
        assert client.get(person.get_absolute_url()).status_code == 404
        page = client.get(LIST)
        assert "Ali Berg" not in text(page)
        assert page.context["page"].paginator.count == 0
        assert client.get(LIST, {"namn": "ali"}).context["page"].paginator.count == 0
    unmask = reverse("cases:individual_unmask", args=[person.pk])
    assert cast.client("greta").post(unmask).status_code == 404


def test_a_person_is_protected_from_the_first_moment(cast: Cast) -> None:
    greta = cast.client("greta")
    fields = typed(is_protected="on", assigned_to=[str(cast.bosse.pk)])
    response = greta.post(NEW, fields, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "Ali Berg" not in text(response)
    assert "Ali Berg" in text(cast.client("bosse").get(LIST))
    assert "Ali Berg" not in text(cast.client("ella").get(LIST))


def test_whoever_is_assigned_assigns_and_takes_away(cast: Cast) -> None:
    person = enter(cast, "bosse", assigned_to=[cast.bosse])
    protect(cast, person, "bosse", "bosse", "ella")
    assert cast.client("ella").get(person.get_absolute_url()).status_code == 200
    assert protect(cast, person, "ella", "bosse").redirect_chain == [(LIST, 302)]
    assert cast.client("ella").get(person.get_absolute_url()).status_code == 404
    assert cast.client("bosse").get(person.get_absolute_url()).status_code == 200


def test_a_protected_person_is_always_somebodys(cast: Cast) -> None:
    person = enter(cast, "bosse", assigned_to=[cast.bosse])
    response = protect(cast, person, "bosse")
    assert errors(response) == {"assigned_to": ["required"]}
    with cast.looking("bosse"), pytest.raises(ValidationError):
        protections.protect(person, assigned_to=[], by=cast.bosse)
    assert cast.client("bosse").get(person.get_absolute_url()).status_code == 200


def test_only_users_of_the_own_agency_who_work_with_cases_are_assigned(cast: Cast) -> None:
    person = enter(cast, "bosse")
    for stranger in ("anna", "lars", "karin", "filip"):
        response = protect(cast, person, "bosse", stranger)
        assert errors(response) == {"assigned_to": ["invalid_choice"]}


def test_an_assignment_ends_by_the_clock(cast: Cast) -> None:
    person = enter(cast, "bosse", assigned_to=[cast.bosse, cast.ella])
    with role("owner"):
        past = timezone.now() - timedelta(seconds=1)
        start = past - timedelta(days=1)
        Grant.objects.filter(user=cast.ella).update(valid_from=start, valid_until=past)
    assert cast.client("ella").get(person.get_absolute_url()).status_code == 404
    assert cast.client("bosse").get(person.get_absolute_url()).status_code == 200


def test_when_the_protection_ends_everybody_sees_the_person_again(cast: Cast) -> None:
    person = enter(cast, "bosse", assigned_to=[cast.bosse])
    lift = reverse("cases:individual_lift_protection", args=[person.pk])
    assert cast.client("ella").post(lift).status_code == 404
    cast.client("bosse").post(lift)
    assert cast.client("ella").get(person.get_absolute_url()).status_code == 200
    protect(cast, person, "ella", "ella")
    assert cast.client("bosse").get(person.get_absolute_url()).status_code == 404
