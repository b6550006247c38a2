"""Why a row is as it is: codes that are stored, and the sentences that people read."""

from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import identity_numbers as numbers
from cases.spreadsheets.headers import Target


class Verdict(StrEnum):
    """What a reason does to its row; the strongest of them decides."""

    REFUSE = "refuse"
    ASK = "ask"
    SKIP = "skip"
    TELL = "tell"


class Reason(NamedTuple):
    """`field` is where the message stands: a column's target, or one of the decisions."""

    verdict: Verdict
    field: str
    sentence: Promise


PERSON, TWIN, ENDED, SUPERVISION = "person", "twin", "ended", "supervision"
REFUSE, ASK, SKIP, TELL = Verdict.REFUSE, Verdict.ASK, Verdict.SKIP, Verdict.TELL
REFUSALS: dict[str, tuple[str, Promise]] = {
    f"number_{error.code}": (Target.NUMBER, error.message)
    for error in (
        numbers.Unreadable,
        numbers.SignMisleads,
        numbers.ImpossibleDate,
        numbers.FutureDate,
        numbers.WrongCheckDigit,
    )
}

REFUSALS["number_unreadable"] = (
    Target.NUMBER,
    _(
        "Write the number with 12 digits, for example 19900101-1234. "
        "If it has letters, empty the field, and add the reserve number on the person's page."
    ),
)

REASONS: dict[str, Reason] = {
    **{code: Reason(REFUSE, *told) for code, told in REFUSALS.items()},
    "formula": Reason(REFUSE, "", _(
        "The cell holds a formula, which is never worked out. Write what it should say.")),
    "name_missing": Reason(REFUSE, Target.NAME, _("The name is missing. Write it.")),
    "name_long": Reason(REFUSE, Target.NAME, _(
        "The name is longer than 120 characters. Write the name alone.")),
    "child": Reason(REFUSE, Target.NUMBER, _(
        "Nobody under 15 is registered here. Report a concern to social services instead.")),
    "born_future": Reason(REFUSE, Target.BORN, _(
        "The date lies in the future. Choose today or an earlier day.")),
    "order": Reason(REFUSE, Target.SUPERVISED_UNTIL, _(
        "The supervision ends before it starts. Correct one of the days.")),
    "probation_order": Reason(REFUSE, Target.PROBATION_UNTIL, _(
        "The probation period ends before it starts. Correct one of the days.")),
    "probation_outside": Reason(REFUSE, Target.PROBATION_UNTIL, _(
        "The supervision reaches outside the probation period. Check the four dates.")),
    "probation_short": Reason(REFUSE, Target.PROBATION_UNTIL, _(
        "After villkorlig frigivning the probation period is at least a year. Check the dates.")),
    "youth_long": Reason(REFUSE, Target.SUPERVISED_UNTIL, _(
        "Ungdomsövervakning lasts at most a year. Check the dates.")),
    "sanction_missing": Reason(REFUSE, Target.SANCTION, _(
        "The sanction is missing. Choose one, or empty the days as well.")),
    "until_missing": Reason(REFUSE, Target.SUPERVISED_UNTIL, _(
        "The last day of the supervision is missing. Write it, or choose no sanction.")),
    "unit_long": Reason(REFUSE, Target.UNIT, _(
        "The unit is longer than 60 characters. Shorten it.")),
    "taken": Reason(REFUSE, Target.NUMBER, _(
        "Your agency has already registered this number. "
        "Contact whoever decides at your agency; the row was not read in.")),
    "draft": Reason(REFUSE, Target.SANCTION, _(
        "The person waits for approval, and is not supervised in the register until then. "
        "Empty the sanction and its days to register the person alone.")),
    "rule": Reason(REFUSE, "", _(
        "A rule stopped this row. Register the person by hand, where the rule is told.")),
    "number_century": Reason(ASK, Target.NUMBER, _(
        "The century is missing. Choose one of the numbers, or write all 12 digits.")),
    "number_missing": Reason(ASK, PERSON, _(
        "There is no identity number. Write it, or say that the person is registered without.")),
    "known_by_name": Reason(ASK, PERSON, _(
        "Your agency has registered somebody with a similar name. Is it the same person?")),
    "name_differs": Reason(ASK, PERSON, _(
        "The number belongs to somebody with another name at your agency. "
        "Correct the number, or say that it is the same person.")),
    "repeated_differently": Reason(ASK, TWIN, _(
        "The number stands on several rows that say different things. Choose which row holds.")),
    "repeated_name": Reason(ASK, TWIN, _(
        "The name, or one like it, stands on several rows, here without a number. "
        "Is it the same person?")),
    "supervision_differs": Reason(ASK, SUPERVISION, _(
        "The person is already under supervision at your agency, on other days or for another "
        "sanction. Choose what holds.")),
    "ended": Reason(ASK, ENDED, _(
        "The supervision is over. Leave the row out, or read it in all the same.")),
    "sanction_unknown": Reason(ASK, Target.SANCTION, _(
        "It is not clear which sanction is meant. Choose one.")),
    "officer_unknown": Reason(ASK, Target.OFFICER, _(
        "The officer is not known at your agency. Choose a colleague, or keep the name as unit.")),
    "left_out": Reason(SKIP, "", _("Somebody at your agency left the row out.")),
    "recognised": Reason(SKIP, PERSON, _(
        "Already registered by just this name, and the row says nothing new. "
        "Say so if it is another person.")),
    "known": Reason(SKIP, "", _("Already registered: the row adds nothing.")),
    "repeated": Reason(SKIP, "", _("Stands on an earlier row as well.")),
    "replaced": Reason(SKIP, "", _("Another row with the same number holds.")),
    "sum": Reason(SKIP, "", _("A sum, not a person.")),
    "ended_left_out": Reason(SKIP, "", _("The supervision is over: the row is left out.")),
    "minor": Reason(TELL, Target.NUMBER, _(
        "The person is under 18. Somebody else at your agency approves the registration.")),
    "unsupervised": Reason(TELL, Target.SANCTION, _("Is registered without supervision.")),
    "further": Reason(TELL, "", _("The person is already registered and gets the supervision.")),
    "changed": Reason(TELL, "", _("The person's supervision is changed to what the list says.")),
    "officer_as_unit": Reason(TELL, Target.OFFICER, _("The officer's name is kept as unit.")),
}  # fmt: skip
for _target in (Target.BORN, Target.SUPERVISED_FROM, Target.SUPERVISED_UNTIL,
                Target.PROBATION_FROM, Target.PROBATION_UNTIL):  # fmt: skip
    REASONS |= {
        f"{_target.value}_unreadable": Reason(REFUSE, _target.value, _(
            "The day cannot be read. Write it like this: 2026-11-26.")),
        f"{_target.value}_ambiguous": Reason(ASK, _target.value, _(
            "The day can be read in two ways. Write it like this: 2026-11-26.")),
        f"{_target.value}_yearless": Reason(ASK, _target.value, _(
            "The year is missing. Write the day like this: 2026-11-26.")),
    }  # fmt: skip


def strongest(codes: list[str]) -> Verdict:
    """What all the reasons together do to a row."""
    verdicts = {REASONS[code].verdict for code in codes}
    return next((one for one in (SKIP, REFUSE, ASK) if one in verdicts), TELL)
