"""Forms about relations between groups: how they stand, since when, on what basis; and the end."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import relations
from cases.forms.fields import DayField, PastDayField, begin_unchosen
from cases.models import CriminalGroup, GroupRelation
from partners.forms.fields import FreeTextField
from partners.models import User
from partners.refusals import told_by


def own_groups(but: CriminalGroup) -> Any:
    """The groups of the own agency to choose from, this one not among them."""
    return CriminalGroup.objects.own().exclude(pk=but.pk)


class RelationForm(forms.ModelForm):
    """How this group stands to another one."""

    class Meta:
        model = GroupRelation
        fields = ("kind", "other", "valid_from", "basis")
        field_classes = {"valid_from": PastDayField, "basis": FreeTextField}
        labels = {"kind": _("How do they stand to each other?"), "valid_from": _("Since")}
        widgets = {"kind": forms.RadioSelect, "basis": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "basis": _("What shows it, and where it comes from. Write no name of a person."),
        }

    def __init__(self, *args: Any, group: CriminalGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        begin_unchosen(self)
        other = self.fields["other"]
        assert isinstance(other, forms.ModelChoiceField)
        other.queryset = own_groups(but=group)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = self._kinds()

    def _kinds(self) -> list[tuple[str, Any]]:
        """In the words of this group: a fragment has a direction."""
        names = {"group": self.group.code_name}
        Kind = GroupRelation.Kind
        return [
            (Kind.CONFLICT, _("Conflict")),
            (Kind.ALLIANCE, _("Alliance")),
            (Kind.FRAGMENT_OF, _("%(group)s has broken away from the other group") % names),
        ]

    def record(self, *, by: User) -> GroupRelation | None:
        with told_by(self):
            return relations.record(self.group, by=by, **self.cleaned_data)
        return None


class RelationEndForm(forms.Form):
    """When a relation ended, and what shows it."""

    valid_until = PastDayField(
        label=_("Last day"), help_text=_("The relation holds through this day.")
    )
    because = FreeTextField(
        label=_("What shows that it has ended?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write no name of a person."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].initial = timezone.localdate

    def end(self, relation: GroupRelation, *, by: User) -> bool:
        with told_by(self):
            relations.end(
                relation,
                on=self.cleaned_data["valid_until"],
                because=self.cleaned_data["because"],
                by=by,
            )
        return not self.errors


class MapDayForm(forms.Form):
    """Which day the conflict map shows."""

    day = DayField(label=_("Day"), required=False)

    @property
    def chosen(self) -> date:
        """The day asked for; today when none was, or none that exists."""
        asked = self.cleaned_data.get("day") if self.is_valid() else None
        return asked or timezone.localdate()
