"""Whom one's own agency would see called."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import GroupLink
from interventions.forms.grounds import GroundsForm


class Links(forms.ModelMultipleChoiceField):
    def label_from_instance(self, link: GroupLink) -> str:
        told = {"person": link.individual, "group": link.group}
        return _("%(person)s, %(group)s") % told


class NominationForm(GroundsForm):
    """Persons with a valid link of the own register, each with the group they are told of with."""

    links = Links(
        label=gettext_lazy("Persons"),
        queryset=GroupLink.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )

    field_order = ["links"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        links = GroupLink.objects.valid().own().filter(individual__is_protected=False)
        self.fields["links"].queryset = links.select_related(  # type: ignore[attr-defined]
            "individual", "group"
        ).order_by("individual__sort_key", "individual_id", "group__sort_key")
