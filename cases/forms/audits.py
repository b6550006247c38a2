"""The form of a group audit: facts apart from what somebody concludes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import audits
from cases.forms.fields import PastDayField
from cases.models import GroupAudit
from partners.forms.fields import FreeTextField
from partners.models import User
from partners.refusals import told_by

MISSING = _("Write something here before you finish the version.")
NEEDED = ("organisation", "conflicts", "recent_violence", "assessment")


class AuditForm(forms.ModelForm):
    """A draft may have gaps; a finished version says something on every point."""

    size_estimate = forms.IntegerField(
        label=_("Size, estimate"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("About how many have a link to the group."),
    )

    class Meta:
        model = GroupAudit
        fields = GroupAudit.CONTENT
        field_classes = {"as_of": PastDayField} | dict.fromkeys(NEEDED, FreeTextField)
        labels = {
            "as_of": _("The situation as of"),
            "recent_violence": _("Recent violence"),
            "assessment": _("Assessment"),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 5})
            for name in ("organisation", "conflicts", "recent_violence", "assessment")
        }
        help_texts = {
            "organisation": _("How the group is held together. Roles, not names."),
            "conflicts": _("With whom, about what, since when."),
            "recent_violence": _("What the group did and was exposed to since the last version."),
            "assessment": _("What you conclude from this, and how sure you are."),
        }

    @classmethod
    def of(cls, audit: GroupAudit, data: Any) -> "AuditForm":
        """Filled in with the draft, which is untouched until it is saved."""
        return cls(data, initial={name: getattr(audit, name) for name in GroupAudit.CONTENT})

    @property
    def is_finishing(self) -> bool:
        return "finish" in self.data

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in NEEDED if self.is_finishing else ():
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, forms.ValidationError(MISSING, code="required"))
        return cleaned

    def keep(self, audit: GroupAudit, *, by: User) -> bool:
        """Saved as a draft, or finished when that is the button."""
        action = audits.finish if self.is_finishing else audits.write
        with told_by(self):
            action(audit, by=by, **self.cleaned_data)
        return not self.errors
