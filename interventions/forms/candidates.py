"""Who is to be called, on what ground, and how they were told."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Supervision
from interventions.actions import letters
from interventions.actions.candidates import ground_of
from interventions.models import CallIn, Candidate, LetterText, Summons

AT_MOST = 100


class FindForm(forms.Form):
    """Narrows the list of those who could be called."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)


class Supervisions(forms.ModelMultipleChoiceField):
    """Each choice says who, which sanction, until when and who the officer is."""

    def label_from_instance(self, supervision: Supervision) -> str:
        return _("%(name)s – %(sanction)s, supervision until %(until)s, %(officer)s") % {
            "name": supervision.individual,
            "sanction": supervision.get_sanction_display(),
            "until": date_format(supervision.supervised_until, "j F Y"),
            "officer": supervision.officer or _("no officer"),
        }


class ProposeForm(forms.Form):
    """Persons under supervision on the day, with a ground for summons, not yet candidates."""

    supervisions = Supervisions(
        label=gettext_lazy("Persons"),
        queryset=Supervision.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )

    def __init__(self, *args: Any, call_in: CallIn, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = timezone.localtime(call_in.starts_at).date()
        callable_ones = (
            Supervision.objects.giving_ground_for_summons(day)
            .filter(individual__is_protected=False, individual__same_as__isnull=True)
            .filter(individual__name__icontains=name)
            .exclude(individual__candidacies__call_in=call_in)
            .select_related("individual", "officer")
            .order_by("individual__sort_key", "individual_id")
        )
        self.fields["supervisions"].queryset = (  # type: ignore[attr-defined]
            callable_ones if self.is_bound else callable_ones[:AT_MOST]
        )


class SummonForm(forms.Form):
    """The ground follows from the sanction; a condition or the person's own will may replace it."""

    ground = forms.ChoiceField(label=gettext_lazy("Ground"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=gettext_lazy("Translation"),
        required=False,
        help_text=gettext_lazy("Sent along with the Swedish letter, where you have entered one."),
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = ground_of(candidate.supervision)
        others = (Summons.Ground.CONDITION, Summons.Ground.VOLUNTARY)
        grounds = dict.fromkeys([Summons.Ground(usual), *others])
        field = self.fields["ground"]
        field.choices = [(one.value, one.label) for one in grounds]  # type: ignore[attr-defined]
        field.initial = usual
        self.fields["language"].choices = languages(grounds)  # type: ignore[attr-defined]


def languages(kinds: Iterable[str]) -> list[tuple[str, Promise | str]]:
    """None, and those that a letter of one of these kinds is translated into."""
    found = {text.language for kind in kinds for text in letters.translations(kind)}
    told = LetterText.Language
    chosen = [(code, told(code).label) for code in sorted(found)]
    return [("", gettext_lazy("no translation")), *chosen]
