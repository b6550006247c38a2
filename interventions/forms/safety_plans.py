"""The safety plan: something about each risk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interventions.models import SafetyPlan
from partners.forms.fields import FreeTextField

SAY = _("Say something about it, or why it is no risk here.")


class SafetyPlanForm(forms.ModelForm):
    class Meta:
        model = SafetyPlan
        fields = SafetyPlan.RISKS
        field_classes = dict.fromkeys(SafetyPlan.RISKS, FreeTextField)
        help_texts = {
            "hot_spot": _("Is it a place where there has been violence? What do you know of it?"),
            "children": _("Who may be there? How do you talk to nobody but the person?"),
            "rivals": _("Who else may see you come? Name groups by their code."),
            "timing": _("Why then, and not just before or after something else?"),
            "exposure": _("How do you come and go so that nobody thinks the person has talked?"),
            "retreat": _("What makes you break off, who says so, and where do you go?"),
        }
        widgets = {risk: forms.Textarea(attrs={"rows": 2}) for risk in SafetyPlan.RISKS}
        error_messages = {risk: {"required": SAY} for risk in SafetyPlan.RISKS}
