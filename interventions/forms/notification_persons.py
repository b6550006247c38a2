"""Whom a custom notification is for: found by name, then chosen."""

from typing import Any

from django import forms

from cases.forms.involvements import PersonField
from cases.models import Individual


class NotificationPersonForm(forms.Form):
    """One of the persons found."""

    individual = PersonField()

    def __init__(self, *args: Any, found: list[Individual], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["individual"]
        assert isinstance(person, forms.ModelChoiceField)
        person.empty_label = None
        person.queryset = Individual.objects.filter(pk__in=[one.pk for one in found])
