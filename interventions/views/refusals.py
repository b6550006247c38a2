"""What an action refuses, said beside the field that it is about."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm


def done(form: BaseForm, action: Callable[[], Any]) -> bool:
    """True when it was done; otherwise the form says why not, and nothing was."""
    try:
        with transaction.atomic():
            action()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True
