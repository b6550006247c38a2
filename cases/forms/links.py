"""Forms about links to groups: what one rests on, a second person's judgment, and its end."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.criteria import HARD, SOFT, SUFFICIENT, Criterion
from cases.forms.fields import CHOOSE, PastDayField, begin_unchosen
from cases.models import CriminalGroup, GroupLink, LinkCriterion, Tombstone
from partners.forms.fields import FreeTextField

MORE = "more"
AT_FIRST, AT_MOST = 2, 12
# Said when the page is, in its language: filled in here it would be said once for all.
_in_months = lazy(
    lambda number: ngettext("%(number)s month", "%(number)s months", number) % {"number": number},
    str,
)
MONTHS = [(number, _in_months(number)) for number in (1, 3, 6, 9, 12)]


class LinkForm(forms.ModelForm):
    """Whom the link is to, what it is needed for, and for how long."""

    months = forms.TypedChoiceField(
        label=_("How long is it needed?"),
        help_text=_("Counted from the day it is approved. Then it is gone for everybody."),
        choices=MONTHS,
        coerce=int,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = GroupLink
        fields = ("group", "need", "months", "new_basis")
        field_classes = dict.fromkeys(("need", "new_basis"), FreeTextField)
        labels = {"group": _("Group")}
        widgets = dict.fromkeys(("need", "new_basis"), forms.Textarea(attrs={"rows": 3}))
        help_texts = {
            "need": _("What you are to do with it, and why less is not enough."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = CriminalGroup.objects.exclude(status=CriminalGroup.Status.ENDED)


def _grouped() -> list[Any]:
    """The criteria as one chooses them: by how much they carry."""
    told = {
        _("Enough by itself"): SUFFICIENT,
        _("Hard: two independent ones are needed"): HARD,
        _("Soft: counts for nothing by itself"): SOFT,
    }
    return [("", CHOOSE)] + [
        (heading, [(one.value, one.label) for one in Criterion if one in kinds])
        for heading, kinds in told.items()
    ]


class CriterionForm(forms.ModelForm):
    """One criterion: what it is, where it comes from, and how good that is."""

    kind = forms.ChoiceField(label=_("Criterion"), choices=_grouped)

    class Meta:
        model = LinkCriterion
        fields = (
            "kind",
            "basis",
            "source",
            "source_date",
            "source_grade",
            "information_grade",
            "note",
        )
        field_classes = {"source_date": PastDayField, "note": FreeTextField}
        widgets = {"basis": forms.RadioSelect}
        help_texts = {
            "basis": _("A fact can be checked. An assessment is what somebody concludes."),
            "source": _("So that it can be found again, for example the number of a report."),
            "source_date": _("The day it happened, not the day it was written down."),
            "note": _("In one sentence. Nothing about what somebody is, only what was done."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)

    @property
    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in self.Meta.fields}


class Criteria(forms.BaseFormSet):
    """As many criteria as there are; an empty row says nothing."""

    @property
    def told(self) -> list[dict[str, Any]]:
        return [form.told for form in self.forms if form.has_changed()]

    @property
    def is_asking_for_more(self) -> bool:
        """The button that adds a row: what was typed stays, and nothing is wrong yet."""
        return self.is_bound and MORE in self.data

    def spare(self) -> None:
        """What was typed is kept, and nothing is told to be wrong."""
        self._errors: list[ErrorDict] = []
        self._non_form_errors = self.error_class()
        spare(*self.forms)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.title = gettext("Criterion %(number)s") % {"number": (index or 0) + 1}

    def clean(self) -> None:
        if any(self.errors):
            return
        rows = [tuple(form.told.values()) for form in self.forms if form.has_changed()]
        if len(rows) != len(set(rows)):
            raise ValidationError(_("Two criteria are the same. Take one away."), code="twice")


def criteria_of(data: QueryDict | None, held: Sequence[LinkCriterion] = ()) -> Any:
    """The rows of the form: as typed and with one more where asked for, or as they are held."""
    initial = [forms.model_to_dict(one, CriterionForm.Meta.fields) for one in held]
    rows = forms.formset_factory(
        CriterionForm,
        formset=Criteria,
        extra=max(AT_FIRST, len(initial)),
        max_num=AT_MOST,
        validate_max=True,
    )
    if data is None:
        return _prefilled(rows, initial)
    if MORE in data:
        data = data.copy()
        count = data.get("criteria-TOTAL_FORMS", "")
        typed = int(count) if count.isdigit() else AT_FIRST
        data["criteria-TOTAL_FORMS"] = str(min(typed + 1, AT_MOST))
    return rows(data, prefix="criteria")


def _prefilled(rows: Any, initial: list[dict[str, Any]]) -> Any:
    """Shown as if they had been typed, so that each row is read again when the form is sent."""
    found = rows(prefix="criteria")
    for form, values in zip(found.forms, initial, strict=False):
        form.initial = values
    return found


def spare(*forms_: Any) -> None:
    """What was typed is kept, and nothing is told to be wrong."""
    for form in forms_:
        form._errors = ErrorDict()
        form.cleaned_data = {}


class ReviewForm(forms.Form):
    """What a second person decides, and why."""

    answer = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("yes", _("Approve: the link becomes valid")),
            ("back", _("Send it back: something is missing")),
            ("no", _("Do not approve: the draft ends")),
        ],
        widget=forms.RadioSelect,
    )
    months = forms.TypedChoiceField(
        label=_("For how long?"), choices=MONTHS, coerce=int, widget=forms.RadioSelect
    )
    review = FreeTextField(
        label=_("Why"),
        help_text=_("Why the need outweighs the intrusion; or what is missing."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, is_renewal: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_renewal:
            answer = self.fields["answer"]
            assert isinstance(answer, forms.ChoiceField)
            answer.choices = [
                ("yes", _("Approve: the link is valid anew")),
                ("no", _("Do not approve: what is new is not kept")),
            ]
        begin_unchosen(self)


class RemovalForm(forms.Form):
    """Why a link should never have been there."""

    reason = forms.ChoiceField(
        label=_("Why should the link not have been there?"),
        choices=[
            (one.value, capfirst(one.label))
            for one in Tombstone.Reason
            if one.value in ("no_ground", "wrong_person", "objection", "not_needed")
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)


class EndingForm(forms.Form):
    """Why a link ends before its day."""

    reason = forms.ChoiceField(label=_("Why does it end?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, link: GroupLink, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason, ending = self.fields["reason"], GroupLink.Ending
        assert isinstance(reason, forms.ChoiceField)
        of_valid = (ending.OVER, ending.SOURCE, ending.DISPROPORTIONATE)
        of_draft = (ending.TAKEN_BACK, ending.DISPROPORTIONATE)
        reason.choices = [
            (one.value, one.label) for one in (of_draft if link.is_draft else of_valid)
        ]
        begin_unchosen(self)
