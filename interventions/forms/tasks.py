"""Putting down a task."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models import Task
from partners.forms.fields import FreeTextField
from partners.models import User


class TaskForm(forms.ModelForm):
    class Meta:
        model = Task
        fields = ["title", "assignee", "due_on"]
        field_classes = dict.fromkeys(("title",), FreeTextField)
        labels = {"title": _("What"), "assignee": _("Who"), "due_on": _("Done by")}
        help_texts = {"title": _("Name no person.")}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.filter(agency=by.agency_id, is_active=True)
        self.fields["assignee"] = forms.ModelChoiceField(colleagues, label=_("Who"), initial=by.pk)

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(_("That day has passed. Choose a later one."))
        return due_on
