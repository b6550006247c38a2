"""Forms about persons in incidents: found by name, then chosen; and who was harmed apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import involvements
from cases.forms.fields import begin_unchosen
from cases.models import Incident, Individual, Involvement, VictimInvolvement
from partners.models import User
from partners.refusals import told_by

AT_MOST = 20
CHOOSE_PERSON = _("Find the person by name and choose.")


class PersonField(forms.ModelChoiceField):
    """One of the persons found, told apart by birth where two have one name."""

    def __init__(self) -> None:
        told = {"required": CHOOSE_PERSON, "invalid_choice": CHOOSE_PERSON}
        super().__init__(
            Individual.objects.none(),
            label=_("Person"),
            widget=forms.RadioSelect,
            error_messages=told,
        )

    def label_from_instance(self, individual: Individual) -> str:
        return f"{individual.name}, {individual.born}" if individual.born else individual.name


class PartForm(forms.ModelForm):
    """What both kinds of part have: a person of the own agency, a role and a source."""

    individual = PersonField()

    def __init__(self, data: Any, *, found: list[Individual], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        begin_unchosen(self)
        person = self.fields["individual"]
        assert isinstance(person, forms.ModelChoiceField)
        person.empty_label = None
        person.queryset = Individual.objects.filter(pk__in=[one.pk for one in found])

    def add(self, incident: Incident, *, by: User) -> bool:
        with told_by(self):
            self.register(incident, by=by)
        return not self.errors

    def register(self, incident: Incident, *, by: User) -> Any:
        raise NotImplementedError


class InvolvementForm(PartForm):
    """Somebody suspected, convicted or otherwise concerned."""

    class Meta:
        model = Involvement
        fields = ("individual", "role", "basis", "source")
        widgets = {"role": forms.RadioSelect, "basis": forms.RadioSelect}
        help_texts = {
            "basis": _("A fact can be checked. An assessment is what somebody concludes."),
            "source": _("Where it comes from, for example the number of a report."),
        }

    def register(self, incident: Incident, *, by: User) -> Involvement:
        return involvements.involve(incident, by=by, **self.cleaned_data)


class HarmForm(PartForm):
    """Somebody who was harmed, saw it, or is close to somebody it harmed."""

    class Meta:
        model = VictimInvolvement
        fields = ("individual", "role", "source")
        widgets = {"role": forms.RadioSelect}
        help_texts = {"source": InvolvementForm.Meta.help_texts["source"]}

    def register(self, incident: Incident, *, by: User) -> VictimInvolvement:
        return involvements.harm(incident, by=by, **self.cleaned_data)
