"""Why a person's record is removed."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.actions import removals
from cases.models import Individual, Tombstone
from partners.models import Agency, User
from partners.refusals import told_by


class RemovalForm(forms.Form):
    """A closed list: a reason names no person."""

    reason = forms.ChoiceField(
        label=_("Why is the person removed?"),
        choices=[(one.value, capfirst(one.label)) for one in Tombstone.Reason],
        widget=forms.RadioSelect,
    )

    def remove(self, individual: Individual, *, by: User) -> list[Agency] | None:
        with told_by(self):
            return removals.remove(individual, by=by, **self.cleaned_data)
        return None
