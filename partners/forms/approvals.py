"""The second person's answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.fields import FreeTextField


class AnswerForm(forms.Form):
    """Yes or no, and why. Neither is chosen beforehand."""

    yes = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Yes, approved")), ("no", _("No, not approved"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    reason = FreeTextField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
