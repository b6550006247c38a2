"""Rows of any kind in a template."""

from django import template

from partners import rows

register = template.Library()

register.filter("reference", rows.reference)
