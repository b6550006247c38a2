"""One slot of the run sheet, and when it really was."""

from datetime import datetime, time
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models import CallIn, Slot
from interventions.models.slots import LONGEST
from partners.forms.fields import FreeTextField
from partners.models import Agency

HOW_LONG = _("Choose between 1 and 60 minutes.")


class SlotForm(forms.ModelForm):
    """Who says what, for how long, and where that one meets us. When follows from the order."""

    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=LONGEST, initial=10,
        help_text=_("Those after it move along."),
        error_messages={"min_value": HOW_LONG, "max_value": HOW_LONG},
    )  # fmt: skip
    meet_at = forms.TimeField(label=_("Meets at"))

    class Meta:
        model = Slot
        fields = ["element", "speaker_agency", "speaker", "minutes", "meet_where"]
        field_classes = dict.fromkeys(("speaker", "meet_where"), FreeTextField)
        labels = {
            "element": _("What is said"),
            "speaker_agency": _("Who speaks for"),
            "speaker": _("Speaker"),
            "meet_where": _("Meets where"),
        }
        help_texts = {
            "speaker_agency": _("The agency or organisation reads this slot and nothing else."),
            "speaker": _("Title or name of whoever speaks. Name nobody who is called."),
            "meet_where": _("Where the speaker meets us before it begins."),
        }

    field_order = ["element", "speaker_agency", "speaker", "minutes", "meet_at", "meet_where"]

    def __init__(self, *args: Any, call_in: CallIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call_in = call_in
        agencies = cast("forms.ModelChoiceField[Agency]", self.fields["speaker_agency"])
        agencies.queryset = Agency.objects.filter(is_active=True)
        agencies.empty_label = _("Nobody yet")
        is_new = self.instance._state.adding
        meet_at = call_in.doors_open_at if is_new else self.instance.meet_at
        self.initial["meet_at"] = timezone.localtime(meet_at).time().replace(second=0)
        if is_new:
            self.initial["meet_where"] = call_in.venue

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("speaker") and not data.get("speaker_agency"):
            self.add_error("speaker_agency", _("Say for whom the speaker speaks."))
        if meets := data.get("meet_at"):
            data["meet_at"] = _on_the_day_of(self.call_in.starts_at, meets)
        return data

    def matters(self) -> dict[str, Any]:
        """What is to be kept, by the names of the slot's own fields."""
        return {name: self.cleaned_data[name] for name in self.field_order}


class TimesForm(forms.Form):
    """When it really began and ended; the day is the call-in's."""

    began = forms.TimeField(label=_("Began"), required=False)
    ended = forms.TimeField(label=_("Ended at"), required=False)

    def __init__(self, *args: Any, slot: Slot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot = slot
        self.initial = {"began": _clock(slot.actual_from), "ended": _clock(slot.actual_until)}

    def moments(self) -> dict[str, datetime | None]:
        return {name: self._moment(name) for name in ("began", "ended")}

    def _moment(self, name: str) -> datetime | None:
        """A time that is left as it was keeps its seconds."""
        given = self.cleaned_data[name]
        if given is None:
            return None
        kept = self.slot.actual_from if name == "began" else self.slot.actual_until
        is_same = kept is not None and _clock(kept) == given
        return kept if is_same else _on_the_day_of(self.slot.starts_at, given)


def _clock(moment: datetime | None) -> time | None:
    """As a person writes it."""
    return timezone.localtime(moment).time().replace(second=0, microsecond=0) if moment else None


def _on_the_day_of(moment: datetime, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(moment), at))
