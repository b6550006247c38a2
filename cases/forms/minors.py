"""Asking again whether a minor's record is needed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.fields import FreeTextField


class ReviewForm(forms.Form):
    review = FreeTextField(
        label=_("Why is the record still needed?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If it is not needed, ask a decision-maker to remove it."),
    )
