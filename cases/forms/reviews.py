"""The form of a review: an assessment with its basis. Who and when are not asked."""

from typing import Any, Self

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from cases.actions import reviews
from cases.forms.fields import begin_unchosen
from cases.models import Incident, IncidentReview
from partners.forms.fields import FreeTextField
from partners.models import User
from partners.refusals import told_by

ASSESSED = (
    "group_involved", "confidence", "basis", "retaliation_risk", "retaliation_basis", "next_steps",
)  # fmt: skip
UNSURE = _("Choose how sure you are, or answer that it is not known yet.")
NO_REASON = _("Write what the risk rests on.")


class ReviewForm(forms.ModelForm):
    """What the police conclude of an incident."""

    class Meta:
        model = IncidentReview
        fields = ASSESSED
        labels = {
            "group_involved": _("Is a group involved?"),
            "confidence": _("How sure is that?"),
            "basis": _("What does the assessment rest on?"),
            "retaliation_risk": _("Is there a risk of retaliation?"),
            "retaliation_basis": _("What does the risk rest on?"),
        }
        field_classes = dict.fromkeys(("basis", "retaliation_basis", "next_steps"), FreeTextField)
        widgets = {
            "group_involved": forms.RadioSelect,
            "confidence": forms.RadioSelect,
            "basis": forms.Textarea(attrs={"rows": 5}),
            "retaliation_risk": forms.RadioSelect,
            "retaliation_basis": forms.Textarea(attrs={"rows": 3}),
            "next_steps": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "confidence": _("Counts for nothing when it is not known yet."),
            "basis": _("Sources and reasons. Name no person."),
            "next_steps": _("Who does what, and by when."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)

    @classmethod
    def of(cls, review: IncidentReview | None, data: Any) -> Self:
        """Filled in with the assessment that stands, if there is one."""
        return cls(data, initial=model_to_dict(review, ASSESSED) if review else {})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        answer, sure = cleaned.get("group_involved"), cleaned.get("confidence")
        if answer == IncidentReview.GroupInvolved.UNKNOWN:
            # A radio button cannot be unchosen: how sure somebody was says nothing then.
            cleaned["confidence"] = ""
        elif answer and not sure and "confidence" not in self.errors:
            self.add_error("confidence", forms.ValidationError(UNSURE, code="confidence"))
        risk = cleaned.get("retaliation_risk")
        is_risk = risk and risk != IncidentReview.RetaliationRisk.NONE_KNOWN
        if is_risk and not cleaned.get("retaliation_basis"):
            error = forms.ValidationError(NO_REASON, code="required")
            self.add_error("retaliation_basis", error)
        return cleaned

    def review(self, incident: Incident, *, by: User) -> bool:
        with told_by(self):
            reviews.review(incident, by=by, **self.cleaned_data)
        return not self.errors

    def _post_clean(self) -> None:
        """Saved by the action, on the incident's own review; there is no instance to fill."""
