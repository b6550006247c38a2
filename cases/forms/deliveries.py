"""The form that takes in the public feed as a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases import feed, newswire
from cases.actions import deliveries
from cases.models import Delivery
from partners.models import User

TOO_BIG = _("The file is larger than 2 MB. Fetch a shorter period and try again.")
EMPTY = _("The file is empty. Save it again from the police's page.")
WRONG: dict[str, Any] = {
    "json": _(
        "This is not JSON. Fetch polisen.se/api/events, and save the answer as it is as .json."
    ),
    "list": _("This is JSON, but no list of events. Save the whole answer."),
    "events": _("This is a list, but not of events with a heading and a type."),
}


class DeliveryForm(forms.Form):
    """A file with the answer of the police's open interface for events."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JSON, at most 2 MB. Handing in the same file twice adds nothing."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _("Choose a file."), "empty": EMPTY},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > newswire.MOST:
            raise ValidationError(TOO_BIG, code="big")
        return file

    def take_in(self, *, by: User) -> Delivery | None:
        try:
            return deliveries.take_in(self.cleaned_data["file"].read(), by=by)
        except feed.NotTheFeed as wrong:
            self.add_error("file", ValidationError(WRONG[wrong.code], code=wrong.code))
        return None
