"""Somebody who does not exist, to show a text with."""

from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format

AT, DOORS = datetime(2026, 11, 26, 18, 5), "17:30"  # noqa: DTZ001 - a time in nobody's life


def filled(language: str) -> dict[str, str]:
    with translation.override(language):
        day = date_format(AT, "l j F Y")
    return {
        "namn": "Förnamn Efternamn",
        "dag": day,
        "tid": f"{AT:%H:%M}",
        "insläpp": DOORS,
        "plats": "Storgatan 1, Malmö",
        "handläggare": "din frivårdsinspektör",
        "föreskrift": "hålla kontakt med frivården en gång i veckan",
    }
