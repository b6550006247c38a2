"""A field says what it is, what is wrong and keeps what was typed."""

import re

import pytest
from django import forms
from django.template import engines
from django.utils import translation


class CallIn(forms.Form):
    place = forms.CharField(label="Plats", help_text="Neutral plats.")
    day = forms.DateField(label="Dag")
    at = forms.TimeField(label="Tid")
    rehearsal = forms.SplitDateTimeField(label="Genrep", required=False)
    kind = forms.ChoiceField(label="Kallelse", choices=[("d", "Plikt")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="Övervakarna vet", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def shown(form: forms.Form, tags: str = "{% error_summary form %}{% fields form %}") -> str:
    template = engines["django"].from_string("{% load forms %}" + tags)
    return template.render({"form": form})


def test_every_control_has_a_label() -> None:
    page = shown(CallIn())
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    for control in re.findall(r"<(?:input|select|textarea)[^>]*>", page):
        if 'type="hidden"' not in control and "aria-label=" not in control:
            assert re.search(r' id="([^"]+)"', control)[1] in labelled, control


def test_whatever_describes_a_control_is_there() -> None:
    page = shown(CallIn({}))
    pointed = {
        one for ids in re.findall(r'aria-describedby="([^"]*)"', page) for one in ids.split()
    }
    there = set(re.findall(r' id="([^"]+)"', page))
    assert {"id_place_helptext", "id_place_error", "id_kind_error"} <= pointed <= there


def test_the_summary_leads_to_each_wrong_field() -> None:
    page = shown(CallIn({}))
    targets = re.findall(r'<a href="#([^"]+)"', page)
    assert targets == ["id_place", "id_day", "id_at", "id_kind_0"]
    assert all(f'id="{target}"' in page for target in targets)


def test_a_form_without_errors_has_no_summary() -> None:
    assert "errors-title" not in shown(CallIn())


def test_days_and_times_open_the_browsers_picker() -> None:
    page = shown(CallIn(initial={"day": "2026-11-26"}))
    assert '<input type="date" name="day" value="2026-11-26"' in page
    assert page.count('type="date"') == 2
    assert page.count('type="time"') == 2


def test_an_impossible_day_is_kept_as_typed() -> None:
    page = shown(CallIn({"day": "2026-02-31"}))
    assert '<input type="text" name="day" value="2026-02-31"' in page


class Past(CallIn):
    def clean_day(self) -> None:
        raise forms.ValidationError("Framtiden.")


def test_a_real_day_that_is_refused_keeps_its_picker() -> None:
    assert '<input type="date" name="day" value="2026-11-26"' in shown(Past({"day": "2026-11-26"}))
    assert '<input type="text" name="day" value="26/11 2026"' in shown(Past({"day": "26/11 2026"}))


def test_the_optional_is_marked_and_the_required_is_not() -> None:
    page = shown(CallIn())
    assert page.count("(optional)") == 1
    assert "(optional)" not in shown(CallIn(), "{% field form.rehearsal mark_optional=False %}")


def test_what_was_typed_is_escaped() -> None:
    assert "<b>" not in shown(CallIn({"place": "<b>", "day": "<b>"}))
