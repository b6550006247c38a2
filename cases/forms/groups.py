"""Forms about groups: the code that partners know, and the profile that stays with the owner."""

from typing import Any, Self

from django import forms
from django.forms.models import fields_for_model, model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import groups
from cases.forms.fields import CHOOSE_ONE, PastDayField
from cases.models import CriminalGroup, GroupProfile
from partners.forms.fields import FreeTextField
from partners.models import User
from partners.refusals import told_by

PROFILE = ("alias", "area", "size_estimate", "description")
WORDS = ("alias", "area", "description")
ALIAS_MISSING = _("Write an alias, or leave the whole profile empty.")
STATUS_FIELDS = {"status_since": PastDayField}


class CodeForm(forms.ModelForm):
    """The code and the profile of a group. The profile begins with an alias."""

    size_estimate = forms.IntegerField(
        label=_("Size, estimate"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("About how many have a link to the group."),
    )

    class Meta:
        model = CriminalGroup
        fields: tuple[str, ...] = ("code_name",)
        help_texts = {"code_name": _("A tree, for example Alm. Partners see this name.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = forms.Textarea(attrs={"rows": 6})
        classes = dict.fromkeys(WORDS, FreeTextField)
        self.fields |= fields_for_model(
            GroupProfile, WORDS, widgets={"description": area}, field_classes=classes
        )
        self.fields["alias"].required = self.is_described

    @classmethod
    def of(cls, group: CriminalGroup, profile: GroupProfile | None, data: Any) -> Self:
        """Filled in with what is known; the group itself is untouched until it is changed."""
        known = model_to_dict(profile, PROFILE) if profile else {}
        return cls(data, initial={"code_name": group.code_name, **known})

    @property
    def is_described(self) -> bool:
        return bool(self.initial.get("alias"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        rest = [cleaned.get(name) for name in PROFILE]
        if "alias" not in self.errors and not rest[0] and any(rest):
            self.add_error("alias", forms.ValidationError(ALIAS_MISSING, code="alias"))
        return cleaned

    def change(self, group: CriminalGroup, *, by: User) -> bool:
        with told_by(self):
            groups.change(group, by=by, **self.cleaned_data)
        return not self.errors


class NewGroupForm(CodeForm):
    """A new group, with its first status."""

    class Meta(CodeForm.Meta):
        fields = ("code_name", "status", "status_since")
        field_classes = STATUS_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status_since"].initial = timezone.localdate

    def register(self, *, by: User) -> CriminalGroup | None:
        with told_by(self):
            return groups.register(by=by, **self.cleaned_data)
        return None


class StatusForm(forms.ModelForm):
    """The next status of a group, of those that may follow, and since when."""

    class Meta:
        model = CriminalGroup
        fields = ("status", "status_since")
        field_classes = STATUS_FIELDS
        widgets = {"status": forms.RadioSelect}

    @classmethod
    def of(cls, group: CriminalGroup, data: Any) -> Self:
        form = cls(data, initial={"status": "", "status_since": timezone.localdate()})
        field = form.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (value, label)
            for value, label in CriminalGroup.Status.choices
            if group.may_become(value)
        ]
        field.error_messages["required"] = CHOOSE_ONE
        return form

    def change(self, group: CriminalGroup, *, by: User) -> bool:
        with told_by(self):
            groups.change_status(group, by=by, **self.cleaned_data)
        return not self.errors
