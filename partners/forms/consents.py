"""What a person has consented to, as the caseworker writes it down; and what is shared by it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.actions.consents import COVERABLE, covers, may_rely
from partners.forms.fields import FreeTextField, LastDayField
from partners.models import Agency, Consent, Protected, User

USUAL = timedelta(days=182)


class AgenciesField(forms.ModelMultipleChoiceField):
    """Some of the other agencies, by their whole names."""

    def label_from_instance(self, agency: Agency) -> str:
        return agency.name


class ConsentForm(forms.Form):
    name = forms.CharField(
        label=_("The person's name, as signed"),
        help_text=_("The agencies see the name: they must know whose consent it is."),
        max_length=120,
    )
    recipients = AgenciesField(
        Agency.objects.none(),
        label=_("Agencies that are named beside yours"),
        help_text=_("They and your agency may tell each other what you tick below."),
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.MultipleChoiceField(
        label=_("Kinds of information"),
        choices=[(category.value, category.label) for category in COVERABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    scope = FreeTextField(
        label=_("What may be told"),
        help_text=_("As the person has signed it. The agencies see this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    given_on = forms.DateField(label=_("Signed on"), initial=timezone.localdate)
    until = LastDayField(help_text=_("At most twelve months."))

    def __init__(self, *args: Any, by: User, about: Protected, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(is_active=True).exclude(pk=by.agency_id)
        able = [agency.pk for agency in others if may_rely(agency)]
        self.fields["recipients"].queryset = others.filter(pk__in=able)  # type: ignore[attr-defined]
        self.fields["name"].initial = str(about)
        self.fields["until"].initial = timezone.localdate() + USUAL


class SharingForm(forms.Form):
    """One of the consents that cover all of the rows, and to whom; and that it is the same person.

    Nothing in the system says that two agencies' records are of one person: somebody compares.
    """

    shared = forms.ChoiceField(label=_("Consent"), widget=forms.RadioSelect)
    is_compared = forms.BooleanField(
        label=_("I have checked that it is this person who has signed the consent.")
    )

    def __init__(self, *args: Any, rows: Sequence[Protected], by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = dict(_offered(rows, by))
        choices = [(key, _told(*offer)) for key, offer in self.offered.items()]
        self.fields["shared"].choices = choices  # type: ignore[attr-defined]

    def clean_shared(self) -> tuple[Consent, Agency]:
        return self.offered[self.cleaned_data["shared"]]


def _offered(rows: Sequence[Protected], by: User) -> Any:
    agencies = Agency.objects.filter(is_active=True).in_bulk()
    for consent in Consent.objects.in_force():
        for number in consent.parties:
            agency = agencies.get(number)
            if agency and covers(consent, rows, agency):
                yield f"{consent.pk}:{number}", (consent, agency)


def _told(consent: Consent, agency: Agency) -> str:
    words = {"name": consent.name, "agency": agency.name, "scope": consent.scope[:120]}
    return gettext("%(name)s: to %(agency)s. %(scope)s") % words
