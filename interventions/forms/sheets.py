"""The sign-in sheet as a form: for each person what happened, and when."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from interventions.actions.doors import LONGEST_EVENING
from interventions.actions.sheets import Line
from interventions.arrivals import Kind
from interventions.door_list import BEFOREHAND, TAPS, Card, DoorList
from interventions.models import CallIn


class SheetForm(forms.Form):
    """Three fields a person. Whoever left came first, and both times stand on the sheet."""

    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, call_in: CallIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call_in = call_in
        self.cards = DoorList(call_in, timezone.now()).cards
        words = [(kind.value, word) for kind, word in TAPS.items() if kind is not Kind.LEFT]
        for card in self.cards:
            what = forms.ChoiceField(
                label=_("What"), choices=[("", _("Nothing on the sheet")), *words], required=False
            )
            self.fields[f"what-{card.id}"] = what
            self.fields[f"at-{card.id}"] = forms.TimeField(label=_("Time"), required=False)
            self.fields[f"left-{card.id}"] = forms.TimeField(label=_("Left at"), required=False)

    @property
    def rows(self) -> Iterator[tuple[Card, list[forms.BoundField]]]:
        for card in self.cards:
            yield card, [self[f"{name}-{card.id}"] for name in ("what", "at", "left")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.lines = [line for card in self.cards for line in self._lines(card, data)]
        if not self.lines and not self.errors:
            raise forms.ValidationError(_("Nothing is filled in. Choose what the sheet says."))
        return data

    def _lines(self, card: Card, data: dict[str, Any]) -> Iterator[Line]:
        what, at, left = (data.get(f"{name}-{card.id}") for name in ("what", "at", "left"))
        if not what:
            if at or left:
                self._say("what", card, _("Choose what happened at that time."))
            return
        if at is None and f"at-{card.id}" in data:
            self._say("at", card, _("Write the time that stands on the sheet."))
        if left and what != Kind.ARRIVED:
            self._say("left", card, _("Only somebody who was present can have left."))
        elif left and at and self._moment(left) < self._moment(at):
            self._say("left", card, _("It is before the arrival. Write a later time."))
        for name, kind, moment in (("at", Kind(what), at), ("left", Kind.LEFT, left)):
            if moment and self._is_possible(card, name, kind, moment):
                yield Line(card.id, kind, self._moment(moment), self._nonce(card.id, kind))

    def _is_possible(self, card: Card, name: str, kind: Kind, at: time) -> bool:
        moment, opened = self._moment(at), self.call_in.doors_open_at
        if moment > timezone.now():
            self._say(name, card, _("That time has not come. Write an earlier one."))
        elif moment < opened and kind not in BEFOREHAND:
            told = {"time": date_format(timezone.localtime(opened), "H:i")}
            words = _("The doors did not open until %(time)s. Write a later time.") % told
            self._say(name, card, words)
        else:
            return True
        return False

    def _moment(self, at: time) -> datetime:
        """On the evening itself; after midnight it is the next day."""
        opened = timezone.localtime(self.call_in.doors_open_at)
        moment = timezone.make_aware(datetime.combine(opened.date(), at))
        next_day = moment + timedelta(days=1)
        return next_day if next_day - opened < LONGEST_EVENING else moment

    def _nonce(self, card_id: UUID, kind: Kind) -> UUID:
        """The same form sent twice is the same events."""
        return uuid5(self.cleaned_data.get("nonce") or uuid4(), f"{card_id} {kind.value}")

    def _say(self, name: str, card: Card, words: Any) -> None:
        self.add_error(f"{name}-{card.id}", words)
