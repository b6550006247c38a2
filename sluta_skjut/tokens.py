"""The colours of static/css/tokens.css, for what cannot read a stylesheet: pictures on paper."""

import re
from functools import cache
from typing import Literal

from django.conf import settings

Theme = Literal["light", "dark"]

TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"
DEFINITION = re.compile(r"--([\w-]+):\s*([^;]+);")
PAIR = re.compile(r"light-dark\(\s*(#\w+|rgb\([^)]*\))\s*,\s*(#\w+|rgb\([^)]*\))\s*\)")
REFERENCE = re.compile(r"var\(--([\w-]+)\)")


@cache
def colours(theme: Theme) -> dict[str, str]:
    """Every token that is a colour in the theme, the meanings resolved to their raw values."""
    defined = dict(DEFINITION.findall(TOKENS.read_text(encoding="utf-8")))
    raw = {
        name: pair.group(1 if theme == "light" else 2)
        for name, value in defined.items()
        if (pair := PAIR.fullmatch(value))
    }
    meant = {
        name: raw[reference.group(1)]
        for name, value in defined.items()
        if (reference := REFERENCE.fullmatch(value)) and reference.group(1) in raw
    }
    return raw | meant


def colour(name: str, theme: Theme = "light") -> str:
    """The colour that `name` means; paper is always light."""
    return colours(theme)[name]
