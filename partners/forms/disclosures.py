"""What is said when rows are to be handed to another agency, and when that is decided."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.actions.disclosures import may_receive
from partners.forms.fields import AgencyField, FreeTextField, LastDayField, LegalBasisField
from partners.models import Agency, Disclosure, Protected, User


def _text(label: Any, help_text: Any, *, max_length: int = 4000, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return FreeTextField(
        label=label, help_text=help_text, max_length=max_length, widget=widget, **kwargs
    )


class RequestForm(forms.Form):
    """Brottsdatalagen 2:22 and the secrecy act ask the same three questions in their own words."""

    recipient = AgencyField()
    purpose = FreeTextField(
        label=_("Purpose"),
        help_text=_("What the recipient is to do with it. The recipient sees this."),
        max_length=300,
    )
    legal_basis = LegalBasisField()
    need = _text(_("Need"), _("Why is it needed, and why is less not enough?"))
    harm = _text(_("Harm"), _("What harm may it do, to the person or to our work?"))
    proportionality = _text(_("Proportionality"), _("Why does the need outweigh the harm?"))
    conditions = _text(
        _("Conditions"),
        _("What the recipient may not do with it. The recipient sees this."),
        max_length=2000,
        required=False,
    )
    until = LastDayField(help_text=_("At most 90 days."))

    def __init__(self, *args: Any, rows: Sequence[Protected], by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(is_active=True).exclude(pk=by.agency_id)
        able = [agency.pk for agency in others if may_receive(agency, rows)]
        self.fields["recipient"].queryset = others.filter(pk__in=able)  # type: ignore[attr-defined]

    @staticmethod
    def of(earlier: Disclosure) -> dict[str, Any]:
        """What was said the last time, to be said anew where it still holds."""
        assessment = earlier.assessment
        return {
            "recipient": earlier.recipient_id,
            "purpose": earlier.purpose,
            "legal_basis": earlier.legal_basis_id,
            "need": assessment.need,
            "harm": assessment.harm,
            "proportionality": assessment.proportionality,
            "conditions": earlier.conditions,
        }


class DecisionForm(forms.Form):
    """Yes or no, and why. Neither is chosen beforehand."""

    yes = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Yes, disclose it")), ("no", _("No, refuse"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    reason = _text(_("Reason"), _("Stays with your agency."))
