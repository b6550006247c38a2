"""Whom to ask about, whom to ask, and what to answer."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import GroupLink
from interventions.actions.inquiries import Answer, may_be_asked
from interventions.forms.grounds import GroundsForm
from interventions.models import Attestation, CallIn, Candidate, Question
from partners.forms.fields import AgencyField
from partners.models import Agency

Kind = Attestation.Answer


class InquiryForm(GroundsForm):
    """Everybody on the list who is not decided about yet; protected identity is never offered."""

    candidates = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Persons"),
        queryset=Candidate.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )
    recipient = AgencyField()

    field_order = ["candidates", "recipient"]

    def __init__(self, *args: Any, call_in: CallIn, **kwargs: Any) -> None:
        super().__init__(*args, call_in=call_in, **kwargs)
        undecided = call_in.candidates.filter(
            state__in=Candidate.UNDECIDED, individual__is_protected=False
        ).select_related("individual")
        self.fields["candidates"].queryset = undecided  # type: ignore[attr-defined]
        self.fields["candidates"].initial = [one.pk for one in undecided]
        others = Agency.objects.filter(is_active=True).exclude(pk=call_in.owner_id)
        able = [agency.pk for agency in others if may_be_asked(agency)]
        recipients = others.filter(pk__in=able)
        self.fields["recipient"].queryset = recipients  # type: ignore[attr-defined]
        self.fields["recipient"].initial = able[0] if len(able) == 1 else None


class AnswersForm(forms.Form):
    """One answer for each person asked about, and one for the list. None is chosen beforehand."""

    is_ok = forms.TypedChoiceField(
        label=gettext_lazy("The list as a whole"),
        help_text=gettext_lazy("Answer without reasons: the reasons stay with your agency."),
        choices=[
            ("yes", gettext_lazy("Nothing against it")),
            ("no", gettext_lazy("Not this combination")),
        ],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Answer about the list too.")},
    )
    apart = forms.MultipleChoiceField(
        label=gettext_lazy("Not together"),
        help_text=gettext_lazy("Choose those who cannot be called to the same meeting."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, questions: list[Question], links: dict[UUID, list[GroupLink]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.questions = questions
        self._links = {str(link.pk): link for several in links.values() for link in several}
        for question in questions:
            self.fields[_name(question)] = _choice(question, links.get(question.individual_id, []))
        self.fields["apart"].choices = [  # type: ignore[attr-defined]
            (one.reference, one.reference) for one in questions
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_ok") is False and len(data.get("apart", ())) < 2:
            self.add_error("apart", _("Choose the two or more who cannot be called together."))
        if data.get("is_ok") and data.get("apart"):
            self.add_error("apart", _("Nothing is against the list, so choose nobody here."))
        return data

    def answers(self) -> dict[UUID, Answer]:
        return {one.pk: self._answer(self.cleaned_data[_name(one)]) for one in self.questions}

    def asked(self) -> Iterator[tuple[Question, forms.BoundField]]:
        return ((one, self[_name(one)]) for one in self.questions)

    def _answer(self, given: str) -> Answer:
        link = self._links.get(given)
        return Answer(Kind.ATTESTED, link) if link else Answer(given)


def _name(question: Question) -> str:
    return f"answer_{question.pk}"


def _choice(question: Question, links: list[GroupLink]) -> forms.ChoiceField:
    attested = [(str(link.pk), _attesting(link)) for link in links]
    others = [
        (Kind.NOT_ATTESTED.value, _("Not attested")),
        (Kind.DECLINED.value, _("We give no answer")),
    ]
    return forms.ChoiceField(
        label=_("Answer about %(reference)s") % {"reference": question.reference},
        choices=[*attested, *others],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Answer about %(reference)s.") % {"reference": question.reference}
        },
    )


def _attesting(link: GroupLink) -> str:
    until = date_format(link.valid_until.astimezone(), "j F Y")
    return _("Attested: %(group)s, until %(until)s") % {"group": link.group, "until": until}
