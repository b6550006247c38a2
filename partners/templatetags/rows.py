"""Rows of any kind in a template."""

from django import template
from django.utils.text import capfirst

from partners import rows
from partners.models import Protected

register = template.Library()

register.filter("reference", rows.reference)


@register.filter
def kind(row: Protected) -> str:
    """What sort of record it is, in a word."""
    return capfirst(str(row._meta.verbose_name))
