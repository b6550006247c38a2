"""The plan of a custom notification: why, whom, when and how."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import DayField, begin_unchosen
from cases.models import CriminalGroup, Incident
from interventions.actions import notifications as actions
from interventions.models import Notification
from partners.forms.fields import FreeTextField
from partners.refusals import told_by

# Older incidents are no trigger any longer.
RECENT = timedelta(days=365)


class NotificationForm(forms.ModelForm):
    """One day and one time, as people say it; kept as one moment."""

    day = DayField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"),
        error_messages={"invalid": _("There is no such time. Write it like this: 18:05.")},
    )

    field_order = (
        "trigger", "incident", "group", "purpose", "day", "time", "place", "gathering",
    )  # fmt: skip

    class Meta:
        model = Notification
        fields = (
            "trigger", "incident", "group", "purpose", "place", "gathering", "announced",
            "consent_to_enter", "voluntariness", "children_present", "phone",
        )  # fmt: skip
        field_classes = {"purpose": FreeTextField}
        labels = {
            "trigger": _("Why now?"),
            "incident": _("After which incident?"),
            "group": _("Which group is to hear the message?"),
            "purpose": _("What do you want to come of it?"),
            "place": _("Where?"),
            "gathering": _("Where does the team gather?"),
            "announced": _("The person knows beforehand that you are coming"),
            "consent_to_enter": _("The person has agreed beforehand that social services enter"),
            "voluntariness": _("What may the person decline?"),
            "children_present": _("Are children expected to be there?"),
            "phone": _("Telephone number that you hand over"),
        }
        help_texts = {
            "incident": _("Only where the talk comes after an incident."),
            "group": _("By its code. Leave it out where the talk is with a person of no group."),
            "purpose": _("Name no person here."),
            "place": _("The address is not kept."),
            "gathering": _("Where you meet before, not where the person is."),
            "consent_to_enter": _(
                "Social services enter nobody's home without consent (JO 1188-2020)."
            ),
            "phone": _("One number to one person who can help."),
        }
        widgets = {
            "trigger": forms.RadioSelect,
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "place": forms.RadioSelect,
            "voluntariness": forms.RadioSelect,
            "children_present": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)
        self.fields["group"].queryset = CriminalGroup.objects.own()  # type: ignore[attr-defined]
        self.fields["incident"].queryset = self._incidents()  # type: ignore[attr-defined]
        if self.instance.planned_at:
            at = timezone.localtime(self.instance.planned_at)
            self.initial.update(day=at.date(), time=at.time().replace(second=0, microsecond=0))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"day", "time"} <= data.keys():
            at = timezone.make_aware(datetime.combine(data["day"], data["time"]))
            self._check(at)
            data["planned_at"] = at
        if not self.errors:
            with told_by(self):
                actions.check(self._as_planned(data))
        return data

    def matters(self) -> dict[str, Any]:
        """What is to be kept, by the names of the notification's own fields."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "planned_at")}

    def _as_planned(self, data: dict[str, Any]) -> Notification:
        """As it would be, with the team that it has."""
        planned = Notification(
            pk=self.instance.pk, **{name: data[name] for name in self.Meta.fields}
        )
        planned._state.adding = self.instance._state.adding
        return planned

    def _check(self, at: datetime) -> None:
        """A plan lies ahead; one that is only corrected keeps its own time."""
        before = self.instance.planned_at
        if at >= timezone.now() or (before and at == before.replace(second=0, microsecond=0)):
            return
        if at.date() == timezone.localdate():
            self.add_error("time", _("That time has passed. Choose a later one."))
        else:
            self.add_error("day", _("That day has passed. Choose a later one."))

    def _incidents(self) -> Any:
        """The own ones of the last year, the latest first; the one chosen before stays."""
        recent = Incident.objects.own().filter(happened_at__gte=timezone.now() - RECENT)
        standing = recent.filter(duplicate_of__isnull=True)
        chosen = Incident.objects.filter(pk=self.instance.incident_id)
        return (standing | chosen).order_by("-happened_at")
