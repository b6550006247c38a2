"""The pages of a call-in's parts: one line each, under the stage that it belongs to."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.mandates import Action, Category


class Page(NamedTuple):
    """An address that takes the call-in's key, for those of the agency that leads it whose
    mandate knows the action. `when` is "open" or "closed" if the list has to be, "expecting" if
    it has to be open and somebody on it."""

    label: Promise
    name: str
    action: Action
    category: Category
    when: str = ""


PAGES: dict[str, tuple[Page, ...]] = {
    "plan": (
        Page(_("Run sheet"), "interventions:run_sheet", Action.READ, Category.SPEAKING_SLOTS),
    ),
    "candidates": (
        Page(
            _("Add candidates"),
            "interventions:candidates_new",
            Action.CREATE,
            Category.CANDIDATES,
            when="open",
        ),
        Page(
            _("Summonses and letters"),
            "interventions:summonses",
            Action.CREATE,
            Category.CANDIDATES,
        ),
        Page(_("Choosing"), "interventions:choosing", Action.READ, Category.CANDIDATES),
        Page(
            _("Ask about the list"),
            "interventions:inquiry_new",
            Action.CREATE,
            Category.INQUIRIES,
            when="open",
        ),
    ),
    "door": (
        Page(
            _("Give door duty"),
            "interventions:duty_new",
            Action.CREATE,
            Category.DOOR_LIST,
            when="open",
        ),
        Page(
            _("Seats and officers"),
            "interventions:seats",
            Action.CHANGE,
            Category.DOOR_LIST,
            when="expecting",
        ),
        Page(
            _("Sign-in sheet, PDF"),
            "interventions:sheet_names",
            Action.CREATE,
            Category.ATTENDANCE,
            when="expecting",
        ),
        Page(
            _("Sign-in sheet with initials, PDF"),
            "interventions:sheet_initials",
            Action.CREATE,
            Category.ATTENDANCE,
            when="expecting",
        ),
        Page(
            _("Enter from the sheet"),
            "interventions:sheet_enter",
            Action.CREATE,
            Category.ATTENDANCE,
            when="expecting",
        ),
        Page(
            _("Rehearse the door"),
            "interventions:rehearsal_new",
            Action.CREATE,
            Category.DOOR_LIST,
            when="open",
        ),
        Page(
            _("Close the list"),
            "interventions:door_close",
            Action.CREATE,
            Category.DOOR_LIST,
            when="expecting",
        ),
    ),
    "afterwards": (
        Page(
            _("What follows"),
            "interventions:aftermath",
            Action.READ,
            Category.CANDIDATES,
            when="closed",
        ),
    ),
}
