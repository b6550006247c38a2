"""What a data protection officer looks for in the log."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import AccessLogEntry, Agency, User
from partners.operations import Deed, of_deed


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class LogFilter(forms.Form):
    """Every part may be left out."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Who"), required=False, empty_label=_("Everybody")
    )
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("To and including"), required=False)
    deed = forms.ChoiceField(
        label=_("What was done"), required=False, choices=[("", _("Everything")), *Deed.choices]
    )
    operation = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    subject = forms.UUIDField(
        label=_("About the person with number"),
        required=False,
        error_messages={"invalid": _("Copy the whole number from the log, with its dashes.")},
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(agency=agency)  # type: ignore[attr-defined]

    def entries(self) -> QuerySet[AccessLogEntry]:
        """Those that answer to what was asked; none while the question makes no sense."""
        entries = AccessLogEntry.objects.select_related("user")
        if not self.is_valid():
            return entries.none()
        asked = self.cleaned_data
        if asked["user"]:
            entries = entries.filter(user=asked["user"])
        if asked["since"]:
            entries = entries.filter(at__gte=_midnight(asked["since"]))
        if asked["until"]:
            entries = entries.filter(at__lt=_midnight(asked["until"] + timedelta(days=1)))
        if asked["deed"]:
            entries = entries.filter(of_deed(asked["deed"]))
        if asked["operation"]:
            entries = entries.filter(operation=asked["operation"])
        if asked["subject"]:
            entries = entries.filter(subjects__contains=[asked["subject"]])
        return entries
