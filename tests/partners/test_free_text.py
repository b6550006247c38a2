"""No text that others read says a number that points at one person."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.forms.models import ModelFormMetaclass

import cases.forms
import interventions.forms
import partners.forms
from partners.forms.fields import FreeTextField
from partners.free_text import points_at_somebody


@pytest.mark.parametrize(
    "text",
    [
        "Ring Ali 19960626-9877", "Ring Ali 199606269877.", "960626-9877", "960626 +9877",
        "(9606269877)", "född 19960686-9877", "960626–9870", "0701-23 45 67", "ring 070 123 45 67",
        "+46 70 123 45 67", "0046701234567", "040-12 34 56", "tel:0701234567", "+46(0)701234567",
    ],
)  # fmt: skip
def test_a_number_that_points_at_somebody_is_found(text: str) -> None:
    assert points_at_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Skott mot port 2026-11-26 18:05, två hylsor.", "2026-11-26 1805", "20261126 1805",
        "5000-K123456-26", "0105-K1234-26", "Diarienr 2026/1234-5", "1 200 000 kr",
        "kl. 08:05–09:10", "07:30, 08:15 och 09:00", "26/11 2026", "H 41",
        "55.60587, 13.00073", "9606269878",
        "Dnr 123456789012", "B 1234-26", "2026-01-02 2026-03-04",
    ],
)  # fmt: skip
def test_days_times_and_references_may_stand(text: str) -> None:
    assert not points_at_somebody(text)


# What is handed to the person tells which number to call.
SAYS_WHOM_TO_CALL = {("ContentPackForm", "help_sheet"), ("LetterTextForm", "body")}


def every_form() -> Iterator[type[forms.BaseForm]]:
    for room in (cases.forms, interventions.forms, partners.forms):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            for one in vars(importlib.import_module(module.name)).values():
                if (
                    isinstance(one, ModelFormMetaclass | type(forms.Form))
                    and one.__module__ == module.name
                ):
                    yield one


def test_no_form_has_a_box_for_text_that_takes_any_number() -> None:
    boxes = [
        (form.__name__, name, field)
        for form in every_form()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.Textarea)
    ]
    assert len(boxes) > 20
    free = {(form, name) for form, name, field in boxes if not isinstance(field, FreeTextField)}
    assert free == SAYS_WHOM_TO_CALL
