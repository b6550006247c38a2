"""The look holds what it promises: contrast, one stylesheet per part, nothing inline."""

import re
from copy import deepcopy
from datetime import timedelta
from itertools import product
from pathlib import Path
from types import SimpleNamespace as Thing
from uuid import UUID

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory
from django.utils import timezone

from cases import differences
from cases.conflict_map import ConflictMap
from cases.models import CriminalGroup, GroupRelation
from partners.mandates import Kind
from sluta_skjut.tokens import Theme, colours

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
PARTS = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")}
SHEETS = {path.stem for path in (ROOT / "static" / "css" / "components").glob("*.css")}
# Parts that are drawn by the stylesheet of the part they belong to.
DRAWN_BY = {
    "door_card": "door",
    "door_counts": "door",
    "field_words": "field",
    "fields": "field",
    "paper_section": "paper",
}
# What has no markup of its own to include: a page writes its tables and menus itself.
WRITTEN_BY_PAGES = {"table", "menu", "door", "chart", "coverage", "points"}

SURFACES = ("surface", "surface-raised", "surface-sunk", "surface-pressed")
TINTS = ("action-tint", "soon-tint", "late-tint")
READ = [
    *product(("text", "text-quiet", "action", "action-deep", "soon", "late"), SURFACES),
    *product(("text",), TINTS),
    ("action", "action-tint"),
    ("soon", "soon-tint"),
    ("late", "late-tint"),
    ("on-action", "action"),
    ("on-action", "action-deep"),
    ("on-late", "late"),
]
SEEN = [
    *product(("control-line",), SURFACES[:3]),
    *product(("focus",), (*SURFACES, *TINTS)),
    *product((f"hue-{kind.value}" for kind in Kind), SURFACES),
]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_what_is_read_has_contrast(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(colours(theme)[ink], colours(theme)[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), SEEN)
def test_what_is_only_seen_has_contrast(theme: Theme, line: str, ground: str) -> None:
    assert contrast(colours(theme)[line], colours(theme)[ground]) >= 3


def test_only_raw_tokens_hold_colours() -> None:
    text = (ROOT / "static" / "css" / "tokens.css").read_text()
    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", text):
        assert name.startswith("raw-") == value.startswith("light-dark("), name


@pytest.mark.parametrize(
    "sheet", sorted((ROOT / "static" / "css").rglob("*.css")), ids=lambda path: path.name
)
def test_no_other_stylesheet_names_a_colour(sheet: Path) -> None:
    if sheet.name == "tokens.css":
        return
    found = set(re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", sheet.read_text()))
    assert found <= ({"#23272b"} if sheet.name == "paper.css" else set())


def test_each_part_has_a_stylesheet_of_its_name() -> None:
    drawn = {DRAWN_BY.get(part, part) for part in PARTS} - {"paper"}
    assert drawn == SHEETS - WRITTEN_BY_PAGES | {"door"}


def test_every_stylesheet_is_loaded() -> None:
    app = (ROOT / "static" / "css" / "app.css").read_text()
    loaded = set(re.findall(r'@import url\("([^"]+)"\) layer\(\w+\);', app))
    folder = ROOT / "static" / "css"
    there = {str(path.relative_to(folder)) for path in folder.rglob("*.css")}
    assert loaded == there - {"app.css", "paper.css"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<[^>]*\s(style|on[a-z]+|hx-on[:\w-]*)\s*=", text)
    assert not re.search(r"<style\b|javascript:|[\"']js:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_every_part_stands_in_the_catalogue() -> None:
    text = (Path(__file__).parent / "catalogue.html").read_text()
    named = set(re.findall(r"components/(\w+)\.html", text))
    by_tag = {"section", "paper_section", "sort_header", "due", "field", "field_words"}
    by_tag |= {"fields", "errors"}
    assert named | by_tag == PARTS


class Everything(forms.Form):
    name = forms.CharField(help_text="As in the judgment.")
    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    at = forms.SplitDateTimeField()
    note = forms.CharField(widget=forms.Textarea, required=False)
    sure = forms.BooleanField()
    secret = forms.CharField(widget=forms.HiddenInput)


def _relation(kind: str, one: int, other: int) -> GroupRelation:
    groups = [CriminalGroup(id=UUID(int=pk), code_name=f"Group {pk}") for pk in (one, other)]
    return GroupRelation(kind=kind, group=groups[0], other=groups[1])


def catalogue_context() -> dict[str, object]:
    now = timezone.now()
    agency = Thing(kind="police", short_name="Polisen", name="Polisen, Malmö")
    reasons = [
        {"text": "Your agency owns it."},
        {"text": "By decision.", "until": now, "reference": "17"},
    ]
    card = Thing(id=1, name="Elias Sandberg", initials="ES", seat="1:1", state="away", label="")
    card.at, card.is_here, card.url, card.nonce = None, False, "/tap", "n"
    card.version, card.is_late = "0o", False
    card.tap, card.moves, card.events = ("arrived", "Here"), [("left", "Left")], []
    came = deepcopy(card)
    came.name, came.state, came.label, came.at, came.is_here = "", "arrived", "Here", now, True
    came.tap, came.events = None, [Thing(url="/undo", label="Here", at=now, by="Bosse")]
    return {
        "stages": [{"key": "plan", "title": "Plan", "line": "3 of 11 done"}],
        "agency": agency,
        "agencies": [agency],
        "reasons": reasons,
        "facts": [("Calls", 0), ("Note", None), ("Place", "")],
        "page": Paginator(range(9), 3).page(2),
        "events": [{"at": now, "text": "Called."}, {"at": now, "text": "B", "agency": agency}],
        "messages": [Thing(level_tag="success"), Thing(level_tag="error")],
        "filter_form": Everything({}),
        "form": Everything({}),
        "map": ConflictMap.of([_relation("conflict", 1, 2), _relation("fragment_of", 2, 3)]),
        "parts": differences.between("One. Two.", "One. Three."),
        "persona": Thing(id=1, name="Greta", title="Coordinator", agency=agency),
        "counts": [(12, "called"), (9, "here")],
        "cards": [card, came],
        "today": timezone.localdate(),
        "tomorrow": timezone.localdate() + timedelta(days=1),
        "now": now,
    }


def test_the_parts_need_no_variable_that_is_not_given() -> None:
    options = settings.TEMPLATES[0]["OPTIONS"] | {"string_if_invalid": "‹%s›"}
    strict = DjangoTemplates(
        {
            "NAME": "strict",
            "DIRS": [ROOT / "templates", Path(__file__).parent],
            "APP_DIRS": True,
            "OPTIONS": options | {"context_processors": []},
        }
    )
    request = RequestFactory().get("/?sort=-name&page=2")
    page = strict.get_template("catalogue.html").render(catalogue_context(), request)
    assert re.findall(r"‹[^›]*›", page) == []
    assert "<dd>0</dd>" in page
    assert page.count("<dd>–</dd>") == 2
