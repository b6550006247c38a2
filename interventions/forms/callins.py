"""The practical matters of a call-in."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.models import CriminalGroup
from interventions.actions.candidates import without_ground
from interventions.models import CallIn, Candidate, TargetGroup
from partners import explain
from partners.forms.fields import FreeTextField
from partners.mandates import Category

LONGEST_WAIT = 60


class CallInForm(forms.ModelForm):
    """One day and two times, as people say it; kept as two moments."""

    day = forms.DateField(label=_("Day"))
    doors_open = forms.TimeField(label=_("Doors open"))
    starts = forms.TimeField(label=_("Starts"))
    late_after_minutes = forms.IntegerField(
        label=_("Late after, minutes"),
        help_text=_("Whoever comes later than this counts as late."),
        initial=5,
        min_value=0,
        max_value=LONGEST_WAIT,
    )

    groups = forms.ModelMultipleChoiceField(
        CriminalGroup.objects.none(),
        label=_("Groups to reach"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    move_anyway = forms.BooleanField(
        label=_("Move it all the same: I look at the ground of each of them anew"),
        required=False,
        initial=False,
    )

    class Meta:
        model = CallIn
        fields = ["title", "purpose", "venue", "late_after_minutes"]
        field_classes = dict.fromkeys(("title", "purpose", "venue"), FreeTextField)
        labels = {"title": _("Title"), "purpose": _("Purpose"), "venue": _("Venue")}
        help_texts = {
            "title": _("Name no person and no group."),
            "purpose": _("What should those who come have heard? Name no person."),
            "venue": _("A neutral place, without link to any group."),
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}

    losing: list[Candidate]

    field_order = ["title", "purpose", "venue", "day", "doors_open", "starts", "late_after_minutes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.losing = []
        self._offer_groups()
        if self.instance.starts_at:
            starts = timezone.localtime(_to_the_minute(self.instance.starts_at))
            doors = timezone.localtime(_to_the_minute(self.instance.doors_open_at))
            self.initial.update(day=starts.date(), doors_open=doors.time(), starts=starts.time())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"day", "doors_open", "starts"} <= data.keys():
            doors, starts = (
                timezone.make_aware(datetime.combine(data["day"], data[name]))
                for name in ("doors_open", "starts")
            )
            self._check(doors, starts)
            self._recheck(data)
            data |= {"doors_open_at": doors, "starts_at": starts}
        return data

    def matters(self) -> dict[str, Any]:
        """What is to be kept, by the names of the call-in's own fields."""
        asked = ("title", "purpose", "venue", "late_after_minutes", "doors_open_at", "starts_at")
        return {name: self.cleaned_data[name] for name in (*asked, "groups")}

    def _offer_groups(self) -> None:
        """Those that are active and whose code we read, and those that were chosen before."""
        chosen = TargetGroup.objects.filter(call_in=self.instance.pk).select_related("group")
        self.initial["groups"] = [target.group_id for target in chosen]
        is_active = ~Q(status=CriminalGroup.Status.ENDED)
        groups = CriminalGroup.objects.filter(is_active | Q(pk__in=self.initial["groups"]))
        field = cast("forms.ModelMultipleChoiceField[CriminalGroup]", self.fields["groups"])
        field.queryset = groups
        readers = ", ".join(one.short_name for one in explain.readers(Category.CALL_IN_PLAN))
        field.help_text = _("The groups are read by: %(agencies)s.") % {"agencies": readers}

    def _check(self, doors: datetime, starts: datetime) -> None:
        if doors > starts:
            error = _("The doors open after the start. Choose an earlier time.")
            self.add_error("doors_open", error)
        if starts >= timezone.now() or starts == _to_the_minute(self.instance.starts_at):
            return
        if starts.date() == timezone.localdate():
            self.add_error("starts", _("That time has passed. Choose a later one."))
        else:
            self.add_error("day", _("That day has passed. Choose a later one."))

    def _recheck(self, data: dict[str, Any]) -> None:
        """On another day supervision may be over: that is said before anything is saved."""
        if self.instance.starts_at and data["day"] != self.initial["day"]:
            self.losing = without_ground(self.instance, day=data["day"])
        if self.losing and not data.get("move_anyway"):
            self.add_error("day", _without_ground(self.losing))


def _without_ground(losing: list[Candidate]) -> str:
    """The rule and the way out."""
    names = ", ".join(str(candidate) for candidate in losing)
    return ngettext(
        "%(names)s is not under supervision on that day and has then no duty to come. Choose"
        " another day, or say below that you move it all the same.",
        "%(names)s are not under supervision on that day and have then no duty to come. Choose"
        " another day, or say below that you move it all the same.",
        len(losing),
    ) % {"names": names}


def _to_the_minute(moment: datetime | None) -> datetime | None:
    """As a person writes it; a call-in that is not moved keeps its own time."""
    return moment.replace(second=0, microsecond=0) if moment else None
