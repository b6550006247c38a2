"""A rule says no in words that help, also when it is the database that says it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def refusal(field: str | None, message: "StrOrPromise", *, code: str) -> ValidationError:
    """Nothing was done; `message` says what to do about `field`, or about the whole."""
    error = ValidationError(message, code=code)
    return error if field is None else ValidationError({field: error})


@contextmanager
def refusing(constraint: str, error: ValidationError) -> Iterator[None]:
    """Within the block the named constraint of the database raises `error`.

    What the block wrote is undone. Another broken constraint stays an error: nobody foresaw it.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        diagnosis = getattr(broken.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != constraint:
            raise
        # Without its cause: the database's text repeats the value.
        raise error from None


@contextmanager
def told_by(form: BaseForm) -> Iterator[None]:
    """A refusal within the block is told beside the field it is about; nothing was saved."""
    try:
        with transaction.atomic():
            yield
    except ValidationError as error:
        form.add_error(None, error)
