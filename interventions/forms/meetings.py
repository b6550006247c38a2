"""Calling a meeting: when, where, what about, and which agencies are invited."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models import Meeting
from partners.forms.fields import FreeTextField
from partners.models import Agency


class Agencies(forms.ModelMultipleChoiceField):
    """Boxes to tick, each with the agency's full name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Agency) -> str:
        return obj.name


class MeetingForm(forms.ModelForm):
    """One day and a time, as people say it; kept as one moment."""

    day = forms.DateField(label=_("Day"))
    starts = forms.TimeField(label=_("Starts"))

    class Meta:
        model = Meeting
        fields = ["title", "purpose", "venue", "agenda"]
        field_classes = dict.fromkeys(("title", "purpose", "venue", "agenda"), FreeTextField)
        labels = {
            "title": _("Title"),
            "purpose": _("Purpose"),
            "venue": _("Venue"),
            "agenda": _("Agenda"),
        }
        help_texts = {
            "title": _("Name no person."),
            "purpose": _("What should be different after the meeting? Name no person."),
            "agenda": _("One item on each line. Name no person: everybody invited reads this."),
        }
        widgets = {"agenda": forms.Textarea(attrs={"rows": 8})}

    field_order = ["title", "purpose", "day", "starts", "venue", "agenda", "agencies"]

    def __init__(self, *args: Any, host: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(is_active=True).exclude(pk=host.pk)
        self.fields["agencies"] = Agencies(
            others, label=_("Invited"), help_text=_("Your own agency is always among them.")
        )
        if self.instance.starts_at:
            starts = timezone.localtime(self.instance.starts_at)
            invited = self.instance.invitations.standing()
            self.initial["day"], self.initial["starts"] = starts.date(), starts.time()
            self.initial["agencies"] = [invitation.agency_id for invitation in invited]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"day", "starts"} <= data.keys():
            moment = datetime.combine(data["day"], data["starts"])
            data["starts_at"] = timezone.make_aware(moment)
            self._check(data["starts_at"])
        return data

    def matters(self) -> dict[str, Any]:
        """What is to be kept, by the names of the meeting's own fields, and who is invited."""
        names = ["title", "purpose", "venue", "agenda", "starts_at", "agencies"]
        return {name: self.cleaned_data[name] for name in names}

    def _check(self, starts: datetime) -> None:
        if starts >= timezone.now() or starts == self.instance.starts_at:
            return
        if starts.date() == timezone.localdate():
            self.add_error("starts", _("That time has passed. Choose a later one."))
        else:
            self.add_error("day", _("That day has passed. Choose a later one."))
