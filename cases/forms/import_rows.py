"""One row of a list: what it says, corrected on the spot, and what was decided about it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases import likenesses, list_rows
from cases.actions import imports
from cases.forms.colleagues import colleagues
from cases.forms.fields import begin_unchosen
from cases.models import ImportRow, Individual, ListImport, Supervision
from cases.spreadsheets import reasons
from cases.spreadsheets.cells import LONGEST_CELL, is_formula
from cases.spreadsheets.facts import AS_UNIT, NONE, Facts
from cases.spreadsheets.headers import Target
from cases.spreadsheets.reasons import REASONS, Verdict
from partners.models import User
from partners.refusals import told_by

UNSEEN = {"autocomplete": "off", "spellcheck": "false"}
CHOSEN = frozenset({Target.SANCTION, Target.OFFICER})
LABELS = {
    reasons.PERSON: _("Who is it?"),
    reasons.TWIN: _("Other rows with the same person?"),
    reasons.ENDED: _("The supervision is over"),
    reasons.SUPERVISION: _("Which supervision holds?"),
}
ENDED = [("leave", _("Do not read it in")), ("read", _("Read it in all the same"))]
SUPERVISION = [
    (list_rows.KEEP, _("What is registered: leave the row out")),
    (list_rows.CHANGE, _("What the list says: change the supervision")),
]
WORTH_SHOWING = (Verdict.REFUSE, Verdict.ASK)


class RowForm(forms.Form):
    """A field for each thing the list tells of, and for each decision that the row asks for."""

    def __init__(self, row: ImportRow, draft: ListImport, data: Any) -> None:
        # Several rows stand open on one page, beside questions of the same names about all rows.
        super().__init__(data, auto_id=f"id_row_{row.number}_%s")
        self.row, self.draft = row, draft
        self.facts = Facts.of(row.facts)
        self.texts = list_rows.texts_of(row, draft.columns)
        for target in Target:
            if target.value in self.texts:
                self._add(target)
        self._decide()
        begin_unchosen(self)
        if data is None:
            self._bind()

    def _bind(self) -> None:
        """Opened, the form stands as if it had just been sent: what is wrong is told at once."""
        self.data = {name: field.initial or "" for name, field in self.fields.items()}
        self.is_bound = True

    def _add(self, target: Target) -> None:
        if target in CHOSEN:
            self.fields[target.value] = self._choice(target)
            return
        if candidates := self.facts.candidates.get(target.value):
            self.fields[f"choose_{target}"] = forms.ChoiceField(
                label=target.label,
                choices=[(one, one) for one in candidates],
                widget=forms.RadioSelect,
                required=False,
            )
        text = self.texts[target]
        self.fields[target.value] = forms.CharField(
            label=_("Or write") if candidates else target.label,
            initial="" if is_formula(text) else text,
            max_length=LONGEST_CELL,
            required=False,
            widget=forms.TextInput(attrs=UNSEEN),
        )

    def _choice(self, target: Target) -> forms.ChoiceField:
        """What the word in the list means; as it was understood until somebody says otherwise."""
        choices: list[tuple[str, Any]]
        if target is Target.SANCTION:
            choices = [*Supervision.Sanction.choices, (NONE, _("No supervision"))]
            known = self.facts.sanction
        else:
            people: list[tuple[str, Any]] = [(str(one.pk), one.name) for one in colleagues()]
            choices = [
                (AS_UNIT, _("Keep the name as unit")),
                (NONE, _("Leave out the name")),
                *people,
            ]
            known = self.facts.officer
        word = self.texts[target]
        return forms.ChoiceField(
            label=target.label,
            choices=[("", ""), *choices],
            initial=self.row.decisions.get(target.value, known),
            help_text=_("In the list: %(word)s") % {"word": word} if word else "",
            required=False,
        )

    def _decide(self) -> None:
        asked = {REASONS[code].field for code in self.row.reasons} | set(self.row.decisions)
        for name, label in LABELS.items():
            choices = list(getattr(self, f"_{name}")()) if name in asked else []
            if choices:
                self.fields[name] = forms.ChoiceField(
                    label=label,
                    choices=choices,
                    initial=self.row.decisions.get(name, ""),
                    widget=forms.RadioSelect,
                    required=False,
                )

    def _person(self) -> Iterator[tuple[str, Any]]:
        if "name_differs" in self.row.reasons or self.row.decisions.get("person") == list_rows.SAME:
            assert self.row.individual is not None
            yield (
                list_rows.SAME,
                _("The same person as %(who)s") % {"who": _told(self.row.individual)},
            )
            return
        for person in likenesses.persons_of(self.row):
            yield str(person.pk), _("The same person as %(who)s") % {"who": _told(person)}
        is_numbered = bool(self.row.identity)
        new = _("Another person") if is_numbered else _("A new person, registered without number")
        yield list_rows.NEW_PERSON, new

    def _twin(self) -> Iterator[tuple[str, Any]]:
        rows = ", ".join(str(one.number) for one in likenesses.twins(self.row, self.draft))
        if self.row.identity:
            yield list_rows.USE, _("This row holds, and not row %(rows)s") % {"rows": rows}
            return
        yield list_rows.SAME, _("The same person as on row %(rows)s") % {"rows": rows}
        yield list_rows.OTHER, _("Another person")

    def _ended(self) -> Iterator[tuple[str, Any]]:
        yield from ENDED

    def _supervision(self) -> Iterator[tuple[str, Any]]:
        yield from SUPERVISION

    def tell(self) -> None:
        """What still stands in the way of the row stands beside the fields it is about."""
        if not self.is_valid():
            return
        for code in self.row.reasons:
            reason = REASONS[code]
            if reason.verdict in WORTH_SHOWING:
                field = self._field_of(reason.field)
                self.add_error(field, ValidationError(str(reason.sentence), code=code))

    def _field_of(self, name: str) -> str | None:
        if f"choose_{name}" in self.fields:
            return f"choose_{name}"
        if name == Target.NAME and name not in self.fields:
            name = Target.LAST_NAME.value
        return name if name in self.fields else None

    def correct(self, *, leave: bool, by: User) -> list[ImportRow]:
        """The rows that stand otherwise than before; this one may still ask for something."""
        with told_by(self):
            return imports.correct(
                self.row,
                typed=self._typed(),
                decisions=self._decisions() | self._left(leave),
                by=by,
            )
        return []

    def _typed(self) -> dict[str, str]:
        """What differs from what stood there: an untouched field leaves the cell as it is."""
        told = {}
        for target in Target.values:
            if target not in self.fields or target in CHOSEN:
                continue
            text = self.cleaned_data.get(f"choose_{target}") or self.cleaned_data[target]
            if text != self.fields[target].initial:
                told[target] = text
        return told

    def _decisions(self) -> dict[str, str]:
        names = [name for name in (*CHOSEN, *LABELS) if name in self.fields]
        return {
            str(name): self.cleaned_data[name]
            for name in names
            if self.cleaned_data[name] or name in self.row.decisions
        }

    @staticmethod
    def _left(leave: bool) -> dict[str, str]:
        return {"leave": "yes" if leave else ""}


def _told(person: Individual) -> str:
    """Enough to tell two of the same name apart."""
    numbers = [identifier.masked for identifier in person.identifiers.all()]
    born = [date_format(person.born, "j b Y")] if person.born and not numbers else []
    return ", ".join([person.name, *numbers, *born])
