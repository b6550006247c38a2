"""One step of a state machine, taken once, also when two people take it at the same time."""

from typing import Any

from django.utils.translation import gettext as _

from partners.refusals import refusal


def take(row: Any, state: str, **also: Any) -> None:
    """From where it was when it was read; if somebody else was first, nothing happens."""
    moved = {"state": state, **also}
    rows = type(row)._default_manager
    still_there = rows.filter(pk=row.pk, state=row.state)
    if not row.may_become(state) or not still_there.update(**moved):
        words = {"now": row.get_state_display(), "then": row.State(state).label}
        message = _("It is %(now)s and cannot become %(then)s. Reload the page.") % words
        raise refusal(None, message, code="wrong state")
    for field, value in moved.items():
        setattr(row, field, value)
