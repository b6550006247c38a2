"""What somebody says about an evening that is over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from interventions.actions import alternatives
from interventions.models import AbsenceCase, AlternativeDelivery, Candidate, Debrief
from partners.forms.disclosures import RequestForm
from partners.forms.fields import FreeTextField
from partners.models import Agency, Protected, User

DAY_MISSING = _("Choose a day.")


def _moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **kwargs)


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What was true?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in Candidate.State if candidate.may_become(one)]
        choices = [(one.value, capfirst(one.label)) for one in others if one in Candidate.OUTCOMES]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


class TalkForm(forms.Form):
    """The talk was held; there may be another."""

    next_on = forms.DateField(
        label=_("Next talk"), required=False, help_text=_("The day by which it is due.")
    )


class DebriefForm(forms.ModelForm):
    held_at = _moment(_("When did you go through it?"), initial=timezone.localtime)

    class Meta:
        model = Debrief
        fields = ["held_at", "went_well", "deviations"]
        field_classes = dict.fromkeys(("went_well", "deviations"), FreeTextField)
        labels = {
            "went_well": _("What went well"),
            "deviations": _("What did not go as planned"),
        }
        help_texts = {"went_well": _("Name no person."), "deviations": _("Name no person.")}


class AbsenceForm(forms.Form):
    """The next step of a case; a day or a measure, as the step asks for."""

    step = forms.ChoiceField(label=_("What has happened?"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("Day"),
        initial=timezone.localdate,
        error_messages={"required": DAY_MISSING},
        help_text=_("When the person was heard, or the case was handed over."),
    )
    measure = forms.ChoiceField(
        label=_("Measure"), required=False, help_text=_("When the case is decided.")
    )

    def __init__(
        self, *args: Any, case: AbsenceCase, may_decide: bool, may_change: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        State = AbsenceCase.State
        open_to = {
            State.DECIDED: may_decide and case.opened_by_id is not None,
            State.REFERRED: may_decide or may_change,
        }
        steps = [one for one in State if case.may_become(one) and open_to.get(one, may_change)]
        self.fields["step"].choices = [(one.value, capfirst(one.label)) for one in steps]  # type: ignore[attr-defined]
        if State.DECIDED not in steps:
            del self.fields["measure"]
        else:
            told = [(one.value, capfirst(one.label)) for one in AbsenceCase.Measure]
            measures = [("", _("Choose")), *told]
            self.fields["measure"].choices = measures  # type: ignore[attr-defined]
        if not {State.HEARD, State.REFERRED} & set(steps):
            del self.fields["on"]

    @property
    def is_needed(self) -> bool:
        return bool(self.fields["step"].choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("step") == "decided" and not said.get("measure"):
            self.add_error("measure", _("Choose a measure."))
        return said


class DeliveryForm(forms.Form):
    """The next step of an alternative delivery, and its day."""

    step = forms.ChoiceField(label=_("What has happened?"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("Day"), initial=timezone.localdate, error_messages={"required": DAY_MISSING}
    )

    def __init__(self, *args: Any, delivery: AlternativeDelivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        State = AlternativeDelivery.State
        words = {
            State.PLANNED: _("A talk is planned"),
            State.DONE: _("The message is given"),
            State.NEEDED: _("The talk was called off: plan anew"),
        }
        steps = [(one.value, words[one]) for one in words if delivery.may_become(one)]
        self.fields["step"].choices = steps  # type: ignore[attr-defined]

    @property
    def is_needed(self) -> bool:
        return bool(self.fields["step"].choices)  # type: ignore[attr-defined]


class AskForm(RequestForm):
    """Whoever leads custom notifications can be asked; the purpose is always the same."""

    def __init__(self, *args: Any, rows: Sequence[Protected], by: User, **kwargs: Any) -> None:
        super().__init__(*args, rows=rows, by=by, **kwargs)
        del self.fields["purpose"], self.fields["conditions"]
        recipients = Agency.objects.filter(pk__in=alternatives.able()).exclude(pk=by.agency_id)
        self.fields["recipient"].queryset = recipients  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    at = _moment(_("When was the first contact?"), initial=timezone.localtime)
