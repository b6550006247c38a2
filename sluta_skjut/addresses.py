"""Where a page is, if there is one."""

from django.urls import NoReverseMatch, reverse


def address(name: str) -> str | None:
    """Where `name` leads, or None while no such page exists."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
