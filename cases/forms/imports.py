"""Choosing a list, telling what its columns are about, and answering what holds for all rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from cases.actions import imports
from cases.forms.colleagues import colleagues
from cases.forms.fields import PastDayField, begin_unchosen
from cases.models import ImportRow, Individual, ListImport, Supervision
from cases.spreadsheets import person_names, sanctions
from cases.spreadsheets.cells import is_formula, masked
from cases.spreadsheets.facts import AS_UNIT, NONE
from cases.spreadsheets.files import NoList
from cases.spreadsheets.headers import NAMES, SUPERVISION, LeftOut, Target
from partners import audience
from partners.forms.fields import FreeTextField
from partners.mandates import Action, Category
from partners.models import User
from partners.refusals import told_by

EXAMPLES = 3
LONGEST_EXAMPLE = 40
MOST_WORDS = 30
ENDINGS = (".xlsx", ".csv")
NO_NAME = _("Say which column holds the name, or which two hold first name and last name.")
TWICE = _("Two columns are about the same thing. Choose one of them.")
HALF = _(
    "A supervision needs both a sanction and a last day. Choose a column for each, or neither."
)
START_MISSING = _("The list does not say when the supervisions began. Write a day for all rows.")
WHY_GROUP = {
    True: _(
        "A link to a group needs sources and a review. Register it on the person's page. "
        "What stood in the column is erased."
    ),
    False: _(
        "Your agency may not hold information about groups. "
        "The column is left out, and what stood in it is erased."
    ),
}
WHY = {
    LeftOut.CALL_IN.value: _("Who was summoned and who came belongs to the call-in."),
    LeftOut.NOTE.value: _(
        "Notes have no place here. You see them beside each row while you decide."
    ),
}


class UploadForm(forms.Form):
    """A file from one's own computer."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An .xlsx or .csv file of at most 20 MB and 50,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise ValidationError(NoList.message, code=NoList.code)
        return file

    def upload(self, *, by: User) -> ListImport | None:
        file = self.cleaned_data["file"]
        with told_by(self):
            return imports.upload(file, name=file.name, size=file.size, by=by)
        return None


class SheetForm(forms.Form):
    """Which sheet, and which of its rows holds the headings."""

    sheet = forms.TypedChoiceField(label=_("Sheet"), coerce=int)
    header_row = forms.IntegerField(
        label=_("Row with headings"), min_value=0, help_text=_("0 when the list has no headings.")
    )

    def __init__(self, draft: ListImport, data: Any) -> None:
        super().__init__(data, initial={"sheet": draft.sheet, "header_row": draft.header_row})
        self.draft = draft
        sheet = self.fields["sheet"]
        assert isinstance(sheet, forms.ChoiceField)
        sheet.choices = [
            (n, one["name"] or "1") for n, one in enumerate(draft.sheets) if one["rows"]
        ]
        if len(draft.sheets) == 1:
            sheet.widget = forms.HiddenInput()

    def choose(self, *, by: User) -> None:
        """Another sheet begins with its own headings, unless another row was written."""
        sheet, row = self.cleaned_data["sheet"], self.cleaned_data["header_row"]
        if sheet != self.draft.sheet and row == self.draft.header_row:
            row = self.draft.sheets[sheet]["header_row"]
        imports.choose(self.draft, sheet=sheet, header_row=row, by=by)


class ColumnsForm(forms.Form):
    """What each column is about, and what holds for every person of the list."""

    subject_category = forms.ChoiceField(
        label=_("Category of person"),
        choices=Individual.SubjectCategory.choices,
        widget=forms.RadioSelect,
    )
    purpose = FreeTextField(
        label=_("Purpose of registration"),
        max_length=300,
        help_text=_("Why your agency needs to know, in one sentence. Holds for every person."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    supervised_from = PastDayField(
        label=_("Under supervision from"),
        required=False,
        help_text=_(
            "For rows where the list does not say. The probation period gets the days of the "
            "supervision where nothing else is told, and at least a year after villkorlig "
            "frigivning. Both can be changed afterwards."
        ),
    )

    def __init__(self, draft: ListImport, data: Any) -> None:
        super().__init__(data, initial=_known(draft))
        self.draft = draft
        self.headings = imports.headings(draft)
        self.supervises = audience.current().may(Action.CREATE, Category.SUPERVISION)
        rows = list(ImportRow.objects.of(draft)[:EXAMPLES])
        for place, heading in enumerate(self.headings):
            self.fields[f"column_{place}"] = self._column(place, heading, rows)
        if not self.supervises:
            del self.fields["supervised_from"]
        begin_unchosen(self)

    def _column(self, place: int, heading: str, rows: Sequence[ImportRow]) -> forms.Field:
        guess = self.draft.columns[place] if place < len(self.draft.columns) else ""
        return forms.ChoiceField(
            label=heading or _("Column %(number)s") % {"number": place + 1},
            choices=[(_("Is read in"), self._targets()), (_("Is not read in"), LeftOut.choices)],
            initial=guess if guess in self._allowed() else "",
            required=False,
            help_text=_hint(guess, [row.cells[place] for row in rows if place < len(row.cells)]),
        )

    def _targets(self) -> list[tuple[str, Any]]:
        return [(value, label) for value, label in Target.choices
                if self.supervises or value not in SUPERVISION]  # fmt: skip

    def _allowed(self) -> set[str]:
        return {value for value, _label in self._targets()} | set(LeftOut.values)

    def columns(self) -> list[forms.BoundField]:
        return [self[f"column_{place}"] for place in range(len(self.headings))]

    @property
    def chosen(self) -> list[str]:
        return [self.cleaned_data.get(f"column_{n}", "") for n in range(len(self.headings))]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        told = [one for one in self.chosen if one in Target.values]
        for place, target in enumerate(self.chosen):
            if target in Target.values and target in self.chosen[:place]:
                self.add_error(f"column_{place}", ValidationError(TWICE, code="twice"))
        if not NAMES & set(told) or (
            Target.NAME not in told and not NAMES - {Target.NAME} <= set(told)
        ):
            self.add_error(None, ValidationError(NO_NAME, code="name"))
        if (Target.SANCTION in told) != (Target.SUPERVISED_UNTIL in told):
            self.add_error(None, ValidationError(HALF, code="half"))
        self._demand_start(told, cleaned)
        return cleaned

    def _demand_start(self, told: list[str], cleaned: dict[str, Any]) -> None:
        is_silent = Target.SUPERVISED_UNTIL in told and Target.SUPERVISED_FROM not in told
        if (
            is_silent
            and not cleaned.get("supervised_from")
            and "supervised_from" not in self.errors
        ):
            self.add_error("supervised_from", ValidationError(START_MISSING, code="start"))

    def save(self, *, by: User) -> bool:
        told = ("subject_category", "purpose", "supervised_from")
        values = {name: self.cleaned_data.get(name) for name in told}
        with told_by(self):
            imports.map_columns(self.draft, columns=self.chosen, by=by, **values)
        return not self.errors


def _known(draft: ListImport) -> dict[str, Any]:
    return {
        "subject_category": draft.subject_category,
        "purpose": draft.purpose,
        "supervised_from": draft.supervised_from,
    }


def _hint(guess: str, cells: Sequence[str]) -> Any:
    if guess == LeftOut.GROUP:
        return WHY_GROUP[audience.current().may(Action.CREATE, Category.GROUP_LINK)]
    shown = ", ".join(example(cell) for cell in cells if cell)
    if not shown:
        return WHY.get(guess, "")
    told = _("For example: %(cells)s") % {"cells": shown}
    return f"{WHY[guess]} {told}" if guess in WHY else told


def example(cell: str) -> str:
    """A cell as it may be shown to everybody: no formula, and no whole number."""
    return str(_("formula")) if is_formula(cell) else masked(cell)[:LONGEST_EXAMPLE]


class AnswersForm(forms.Form):
    """What words of the list mean, and what becomes of rows that ask the same question."""

    def __init__(self, draft: ListImport, data: Any) -> None:
        super().__init__(data)
        self.draft = draft
        self.words: dict[str, tuple[str, str]] = {}
        people = [(str(user.pk), user.name) for user in colleagues()]
        officers = [(AS_UNIT, _("Keep the name as unit")), (NONE, _("Leave out the name")), *people]
        self._ask("officer_unknown", Target.OFFICER, "officers", officers)
        self._ask("sanction_unknown", Target.SANCTION, "sanctions", Supervision.Sanction.choices)
        self._ask_once("number_century", "century", CENTURY)
        self._ask_once("ended", "ended", ENDED)
        begin_unchosen(self)

    def _ask(self, reason: str, target: str, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        for number, (key, word) in enumerate(self._unknown(reason, target).items()):
            field = f"{name}_{number}"
            self.words[field] = (name, key)
            label = f"{Target(target).label}: {word}"
            self.fields[field] = forms.ChoiceField(
                label=label, choices=[("", ""), *choices], required=False
            )

    def _unknown(self, reason: str, target: str) -> dict[str, str]:
        """The words that nobody has explained, by what is the same for two spellings."""
        place = self.draft.columns.index(target) if target in self.draft.columns else -1
        if place < 0:
            return {}
        found: dict[str, str] = {}
        for told in _distinct(self.draft, reason, place):
            word = person_names.spoken(told) if target == Target.OFFICER else told
            is_name = target == Target.OFFICER
            found.setdefault(person_names.key(word) if is_name else sanctions.spelling(word), word)
        return dict(list(found.items())[:MOST_WORDS])

    def _ask_once(self, reason: str, name: str, question: Any) -> None:
        waiting = ImportRow.objects.of(self.draft).filter(reasons__contains=[reason])
        if count := waiting.count():
            label, choices = question
            self.fields[name] = forms.ChoiceField(
                label=label % {"count": count}, choices=choices, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    def save(self, *, by: User) -> bool:
        answers: dict[str, Any] = {}
        for field, value in self.cleaned_data.items():
            if value and field in self.words:
                name, key = self.words[field]
                answers.setdefault(name, {})[key] = value
            elif value:
                answers[field] = value
        if not answers:
            return False
        with told_by(self):
            imports.answer(self.draft, answers=answers, by=by)
        return not self.errors


CENTURY = (
    _("%(count)s rows have a number without century"),
    [("recent", _("Read them as persons under 100"))],
)
ENDED = (
    _("%(count)s rows are about a supervision that is over"),
    [("leave", _("Leave them out")), ("read", _("Read them in all the same"))],
)


def _distinct(draft: ListImport, reason: str, place: int) -> Iterator[str]:
    """The different words of one column in rows with that reason."""
    rows = ImportRow.objects.of(draft).filter(reasons__contains=[reason]).order_by()
    found = rows.values(f"cells__{place}").annotate(count=Count("id")).order_by("-count")
    for one in found[:MOST_WORDS]:
        yield one[f"cells__{place}"] or ""
