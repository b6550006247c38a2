"""Forms about links to groups: a source with its grade, and an end; or the reason to end early."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import links
from cases.forms.fields import DayField, PastDayField, begin_unchosen
from cases.models import CriminalGroup, GroupLink, Individual
from partners.models import User
from partners.refusals import told_by

LONGEST = timedelta(days=365)
USUAL = timedelta(days=180)


class LinkForm(forms.ModelForm):
    """A link to a group: what it rests on, how sure that is, and until when it holds."""

    until = DayField(
        label=_("Until"),
        help_text=_("At most twelve months. After that day the link is gone for everybody."),
    )

    class Meta:
        model = GroupLink
        fields = (
            "group",
            "basis",
            "source",
            "source_date",
            "source_grade",
            "information_grade",
        )
        field_classes = {"source_date": PastDayField}
        labels = {"group": _("Group")}
        widgets = {"basis": forms.RadioSelect}
        help_texts = {
            "basis": _("A fact can be checked. An assessment is what somebody concludes."),
            "source": _("Where it comes from, for example the number of a report."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = CriminalGroup.objects.exclude(status=CriminalGroup.Status.ENDED)
        self.fields["until"].initial = timezone.localdate() + USUAL

    def clean_until(self) -> Any:
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until < today:
            raise ValidationError(_("The day has passed. Choose today or later."), code="past")
        if until > today + LONGEST:
            raise ValidationError(_("At most twelve months. Choose an earlier day."), code="long")
        return until

    def register(self, individual: Individual, *, by: User) -> GroupLink | None:
        with told_by(self):
            return links.register(individual, by=by, **self.cleaned_data)
        return None


class EndingForm(forms.Form):
    """Why a link ends before its day."""

    reason = forms.ChoiceField(
        label=_("Why does it end?"), choices=links.Ending, widget=forms.RadioSelect
    )
