"""Whoever works in Swedish meets Swedish everywhere, in words that fit together."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import override

from interventions.models import LetterText
from partners.models import Protected

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("partners", "cases", "interventions", "sluta_skjut")
CATALOGUE = Path("locale/sv/LC_MESSAGES/django.po")
PROTECTED = [model for model in apps.get_models() if issubclass(model, Protected)]

# Words of systems and of newspapers; the house says koppling till grupp, uppgift, person.
FORBIDDEN = re.compile(
    r"\b(gäng|medlem|entitet|objekt|instans|kriminell|vänligen|vederbörande|erhåll|logga på)",
    re.IGNORECASE,
)
# What must come through translation unchanged: placeholders and markup.
KEPT = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|</?[a-z][^>]*>")
# Spelled alike in both languages.
ALIKE = {
    # Each language is called by its own name in every language.
    *LetterText.Language.labels,
    "call-in",
    "personnummer",
    "samordningsnummer",
    "skyddstillsyn",
    "villkorlig frigivning",
    "villkorlig dom med samhällstjänst",
    "ungdomsövervakning",
    "intensivövervakning",
}


def words(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="sv", ignore_obsolete=False)


def said(message: Message) -> tuple[str, ...]:
    """Every form of the translation."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def asked(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


MESSAGES = [m for m in words(ROOT / CATALOGUE) if m.id and all(said(m))]


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The catalogue as `make messages` would leave it, gathered from a copy of the sources."""
    if shutil.which("xgettext") is None:
        pytest.skip("xgettext is missing: apt-get install gettext")
    home = tmp_path_factory.mktemp("words")
    for folder in (*ROOMS, "templates", "locale"):
        ignored = shutil.ignore_patterns("__pycache__", "*.mo", "migrations")
        shutil.copytree(ROOT / folder, home / folder, ignore=ignored)
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "sv"],
        cwd=home, env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return words(home / CATALOGUE)


def test_every_word_of_the_screens_has_its_swedish(gathered: Catalog) -> None:
    """When this fails: `make messages`, then fill what is empty in locale/."""
    missing = [m.id for m in gathered if m.id and (m.fuzzy or not all(said(m)))]
    assert not missing


def test_no_word_is_left_over(gathered: Catalog) -> None:
    left_over = set(gathered.obsolete) | set(words(ROOT / CATALOGUE).obsolete)
    assert not left_over


def test_the_header_tells_how_swedish_counts() -> None:
    catalogue = words(ROOT / CATALOGUE)
    assert catalogue.num_plurals == 2
    assert catalogue.plural_expr == "(n != 1)"
    assert not catalogue.fuzzy


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    for message in MESSAGES:
        wanted = set(KEPT.findall(asked(message)[-1]))
        for text in said(message):
            assert set(KEPT.findall(text)) == wanted, message.id


def end(text: str) -> str:
    return text[-1] if text[-1] in ".:?…" else ""


def test_a_sentence_stays_a_sentence() -> None:
    """A full stop, a colon or a question mark has come along."""
    for message in MESSAGES:
        for text in said(message):
            assert end(text) == end(asked(message)[0]), (message.id, text)


def test_no_word_of_systems_or_newspapers_is_used() -> None:
    used = {text for m in MESSAGES for text in said(m) if FORBIDDEN.search(text)}
    assert not used


# Swedish bends by gender where English does not: a group is avslutad, a disclosure upphörde.
BENT = {"Ended"}


def test_a_word_is_the_same_with_and_without_a_capital() -> None:
    by_words = {(m.context, m.id): m.string for m in MESSAGES if isinstance(m.string, str)}
    for (context, english), swedish in by_words.items():
        other = by_words.get((context, english[:1].lower() + english[1:]))
        if other is not None and english not in BENT:
            assert other[1:] == swedish[1:], (english, swedish, other)


def labels(model: type[models.Model]) -> Iterator[str]:
    """What a screen can call a row, and the choices of its fields."""
    yield str(model._meta.verbose_name)
    yield str(model._meta.verbose_name_plural)
    for field in model._meta.concrete_fields:
        yield from (str(label) for _value, label in field.flatchoices)


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model.__name__)
def test_a_model_has_swedish_names(model: type[models.Model]) -> None:
    with override("en"):
        english = list(labels(model))
    with override("sv"):
        swedish = list(labels(model))
    untranslated = {a for a, b in zip(english, swedish, strict=True) if a == b} - ALIKE
    assert not untranslated


BLOCKS = re.compile(
    r"\{% (comment|blocktranslate)\b.*?\{% end\1 %\}"
    r"|\{% block (?:width|list_data) %\}.*?\{% endblock %\}"  # stand inside an attribute
    r"|<(style|script|code|kbd)\b.*?</\2>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|&\w+;",
    re.DOTALL,
)
SPOKEN = re.compile(r'\b(?:title|alt|placeholder|aria-label)="([^"]*)"')
TAG = re.compile(r"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
# The page for when nothing works cannot ask which language; it speaks both.
PAGES = sorted(set((ROOT / "templates").rglob("*.html")) - {ROOT / "templates/500.html"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_says_nothing_past_the_catalogue(page: Path) -> None:
    """Only the name of the town's programme is written out."""
    rest = BLOCKS.sub("", page.read_text(encoding="utf-8"))
    texts = [*SPOKEN.findall(rest), TAG.sub(" ", rest)]
    letters = {word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text)}
    assert letters <= {"Sluta", "skjut", "PDF"}


def test_swedish_is_what_one_gets_unasked() -> None:
    assert settings.LANGUAGE_CODE == "sv"
