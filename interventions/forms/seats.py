"""A seat number and a colleague for each person expected."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.actions.seats import Place
from interventions.door_list import Card, DoorList
from interventions.models import CallIn
from partners.mandates import CASE_ROLES
from partners.models import User

LAST_SEAT = 999


class SeatsForm(forms.Form):
    """Two fields a person; whoever changes seats with another does so in one go."""

    def __init__(self, *args: Any, call_in: CallIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards = DoorList(call_in, timezone.now()).cards
        colleagues = [("", _("Nobody")), *_colleagues(call_in)]
        for card in self.cards:
            self.fields[f"seat-{card.id}"] = _seat(card)
            self.fields[f"officer-{card.id}"] = forms.ChoiceField(
                label=_("Officer behind"),
                choices=colleagues,
                required=False,
                initial=str(card.officer_id or ""),
            )

    @property
    def rows(self) -> Iterator[tuple[Card, forms.BoundField, forms.BoundField]]:
        for card in self.cards:
            yield card, self[f"seat-{card.id}"], self[f"officer-{card.id}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        seats = {name: data[name] for name in data if name.startswith("seat-")}
        taken = Counter(seats.values())
        for name in [name for name, seat in seats.items() if taken[seat] > 1]:
            self.add_error(name, _("Somebody else has this seat too. Give one of them another."))
        return data

    def places(self) -> dict[UUID, Place]:
        data = self.cleaned_data
        officers = User.objects.in_bulk(
            [UUID(pk) for name, pk in data.items() if name.startswith("officer-") and pk]
        )
        return {
            card.id: Place(
                data[f"seat-{card.id}"],
                officers[UUID(pk)] if (pk := data[f"officer-{card.id}"]) else None,
            )
            for card in self.cards
        }


def _seat(card: Card) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Seat"),
        initial=card.seat,
        min_value=1,
        max_value=LAST_SEAT,
        error_messages={"required": _("Give a seat number.")},
    )


def _colleagues(call_in: CallIn) -> list[tuple[str, str]]:
    now = timezone.now()
    found = User.objects.filter(
        agency=call_in.owner_id,
        is_active=True,
        role_assignments__role__in=CASE_ROLES,
        role_assignments__valid_from__lte=now,
        role_assignments__valid_until__gt=now,
    )
    return [(str(user.pk), user.name) for user in found.order_by("name").distinct()]
