"""The form for groups that merge and split."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import successions
from cases.forms.fields import PastDayField, begin_unchosen
from cases.forms.relations import own_groups
from cases.models import CriminalGroup, GroupSuccession
from partners.models import User
from partners.refusals import told_by

Kind = GroupSuccession.Kind


class SuccessionForm(forms.ModelForm):
    """What has become of this group, since when, and why it is seen so."""

    is_end = forms.BooleanField(
        label=_("The group itself ends that day"),
        required=False,
        help_text=_("For a split. A group that has merged always ends."),
    )

    class Meta:
        model = GroupSuccession
        fields = ("kind", "successor", "on", "reason")
        field_classes = {"on": PastDayField}
        widgets = {"kind": forms.RadioSelect}
        labels = {
            "kind": _("What has happened?"),
            "successor": _("The other group"),
            "on": _("When"),
        }
        help_texts = {
            "successor": _("A group that is new is registered first."),
            "reason": _("Partners who know the groups read this. Write no name and no source."),
        }

    def __init__(self, *args: Any, group: CriminalGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        begin_unchosen(self)
        self.fields["on"].initial = timezone.localdate
        successor, kind = self.fields["successor"], self.fields["kind"]
        assert isinstance(successor, forms.ModelChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        successor.queryset = own_groups(but=group).exclude(status=CriminalGroup.Status.ENDED)
        names = {"group": group.code_name}
        kind.choices = [
            (Kind.MERGED, _("%(group)s has merged into the other group and ends") % names),
            (Kind.SPLIT, _("The other group has come out of %(group)s") % names),
        ]

    def record(self, *, by: User) -> GroupSuccession | None:
        fields = dict(self.cleaned_data)
        kind, is_end = fields.pop("kind"), fields.pop("is_end")
        fields["into"] = fields.pop("successor")
        with told_by(self):
            if kind == Kind.MERGED:
                return successions.merge(self.group, by=by, **fields)
            return successions.split(self.group, by=by, is_end=is_end, **fields)
        return None
