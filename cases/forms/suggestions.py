"""Forms about suggestions: accepted as an incident, linked to one, or dismissed with a reason."""

from datetime import timedelta
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import suggestions
from cases.forms.fields import begin_unchosen
from cases.forms.incidents import IncidentForm, OneOfIncidents
from cases.models import Incident, Suggestion
from partners.models import User
from partners.refusals import told_by

NEAR = timedelta(hours=36)
MOST_OFFERED = 10
# What the feed calls a shooting is confirmed when somebody here has confirmed it.
UNSURE: dict[str, str] = {
    Incident.Kind.SHOOTING_CONFIRMED: Incident.Kind.SHOOTING_SUSPECTED,
}


class AcceptForm(IncidentForm):
    """The incident as the police tell it, filled in beforehand and all of it editable."""

    @classmethod
    def suggested(cls, suggestion: Suggestion, data: Any) -> Self:
        facts = {
            "kind": UNSURE.get(suggestion.kind, suggestion.kind),
            "municipality": suggestion.municipality,
            "area": "",
            "place": suggestion.place,
            "injured": 0,
            "killed": 0,
            "facts": suggestion.summary,
            "source_url": suggestion.url,
        }
        return cls(data, initial=cls.known(facts, suggestion.happened_at))

    def accept(self, suggestion: Suggestion, *, by: User) -> Incident | None:
        with told_by(self):
            return suggestions.accept(suggestion, by=by, **self.told())
        return None


class LinkForm(forms.Form):
    """Which known incident the event is about; those near in place and time come first."""

    incident = OneOfIncidents(label=_("The incident it is about"))

    def __init__(self, suggestion: Suggestion, data: Any) -> None:
        super().__init__(data)
        own = Incident.objects.standing().filter(owner=suggestion.owner_id)
        near = own.near(suggestion.happened_at, suggestion.municipality, within=NEAR)
        self.near = list(near[:MOST_OFFERED])
        field = self.fields["incident"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = near

    def link(self, suggestion: Suggestion, *, by: User) -> bool:
        with told_by(self):
            suggestions.link(suggestion, by=by, **self.cleaned_data)
        return not self.errors


class DismissForm(forms.Form):
    """Why an event is none of ours."""

    why = forms.ChoiceField(
        label=_("Why is it no incident for us?"),
        choices=Suggestion.Dismissal,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)

    def dismiss(self, suggestion: Suggestion, *, by: User) -> bool:
        with told_by(self):
            suggestions.dismiss(suggestion, by=by, **self.cleaned_data)
        return not self.errors
