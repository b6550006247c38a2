"""How it went, from closed lists; and what comes next."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import DayField, PastDayField, begin_unchosen
from interventions.models import Notification, NotificationOutcome, TeamMember

Outcome = NotificationOutcome.Outcome
AFTER_A_TALK = ("wants_help", "children_met", "relatives_told")


class Members(forms.ModelMultipleChoiceField):
    def label_from_instance(self, member: TeamMember) -> str:
        return f"{member.user}, {member.user.agency}"


class OutcomeForm(forms.ModelForm):
    """What is asked about the talk is asked only where there was one."""

    day = PastDayField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"),
        error_messages={"invalid": _("There is no such time. Write it like this: 18:05.")},
    )
    spoke = Members(
        label=_("Who spoke?"),
        queryset=TeamMember.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    field_order = ("outcome", "day", "time", "spoke", "response")

    class Meta:
        model = NotificationOutcome
        fields = ("outcome", "response", *AFTER_A_TALK, "next_step", "next_on")
        field_classes = {"next_on": DayField}
        labels = {
            "outcome": _("How did it go?"),
            "response": _("How did the person answer?"),
            "wants_help": _("The person wants help"),
            "children_met": _("Children were there"),
            "relatives_told": _("Relatives were there"),
            "next_step": _("What comes next?"),
            "next_on": _("By which day?"),
        }
        help_texts = {
            "wants_help": _("It is passed on only when the person has consented in writing."),
            "children_met": _("You get a task to consider a report of concern."),
            "next_on": _("Becomes a task of yours."),
        }
        widgets = {
            "outcome": forms.RadioSelect,
            "response": forms.RadioSelect,
            "next_step": forms.RadioSelect,
        }

    def __init__(self, *args: Any, notification: Notification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)
        team = notification.team.standing().select_related("user__agency")
        self.fields["spoke"].queryset = team  # type: ignore[attr-defined]
        at = timezone.localtime(min(notification.planned_at, timezone.now()))
        self.initial.update({"day": at.date(), "time": at.time().replace(second=0, microsecond=0)})
        if notification.state == Notification.State.PLANNED:
            self._only_called_off()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"day", "time"} <= data.keys():
            data["at"] = timezone.make_aware(datetime.combine(data["day"], data["time"]))
            if data["at"] > timezone.now():
                self.add_error("time", _("That time has not come. Choose an earlier one."))
        if "outcome" in data:
            self._check_talk(data)
        if data.get("next_step") == NotificationOutcome.NextStep.NONE:
            data["next_on"] = None
        elif data.get("next_step") and "next_on" in data and data["next_on"] is None:
            self.add_error("next_on", _("Say by which day."))
        return data

    def told(self) -> dict[str, Any]:
        """What is to be kept, by the names of the outcome's own fields."""
        spoke = {member.pk for member in self.cleaned_data.get("spoke", ())}
        asked = [name for name in (*self.Meta.fields, "at") if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in asked} | {"spoke": spoke}

    def _check_talk(self, data: dict[str, Any]) -> None:
        if data["outcome"] == Outcome.DELIVERED and not data.get("response"):
            self.add_error("response", _("Say how the person answered."))
        if data["outcome"] not in NotificationOutcome.TALKED:
            unasked: dict[str, Any] = dict.fromkeys(AFTER_A_TALK, False) | {"response": ""}
            data |= {name: value for name, value in unasked.items() if name in self.fields}

    def _only_called_off(self) -> None:
        """Nobody carries out what nobody has approved."""
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = [(Outcome.ABORTED.value, Outcome.ABORTED.label)]
        outcome.initial = Outcome.ABORTED
        for name in ("response", *AFTER_A_TALK, "spoke"):
            del self.fields[name]
