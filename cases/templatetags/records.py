"""Sections of a person's page in a template."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from cases.views.records import Shown

register = template.Library()


@register.simple_tag(takes_context=True)
def show(context: template.Context, section: Shown, **more: Any) -> SafeString:
    """The section by its own template, which sees its own rows and nothing else."""
    assert context.template is not None
    found = context.template.engine.get_template(section.template)
    told = {name: context[name] for name in ("csrf_token", "user") if name in context}
    return found.render(context.new(told | section.context() | more))
