"""What a page is built of, where an include cannot hold a body or needs the address bar."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluta_skjut.tokens import colour

register = template.Library()


@register.simple_tag
def token(name: str) -> str:
    """The colour `name` on paper, for an attribute of a picture."""
    return colour(name)


@register.filter
def hue(kind: str) -> str:
    """The colour of the owner mark on paper."""
    return colour(f"hue-{kind}")


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """`{% capture as name %}…{% endcapture %}` holds a block, to be written more than once."""
    return content


@register.simple_block_tag
def section(
    content: SafeString,
    *,
    title: str,
    owner: Any = None,
    why: Iterable[Any] = (),
    id: str = "",
    href: str = "",
    action: str = "",
    basis: str = "",
    level: int = 2,
) -> SafeString:
    """A section of a record: title, owner mark, why I see it, and its body.

    `level=3` is a part of a section that has parts.
    """
    context = {
        "title": title,
        "owner": owner,
        "reasons": why,
        "id": id,
        "href": href,
        "action": action,
        "basis": basis,
        "level": level,
        "body": content,
    }
    return render_to_string("components/section.html", context)


@register.simple_block_tag
def paper_section(
    content: SafeString, *, title: str, owner: Any = None, start: str = ""
) -> SafeString:
    """A section on paper; `start="page"` begins it on a new one."""
    context = {"title": title, "owner": owner, "start": start, "body": content}
    return render_to_string("components/paper_section.html", context)


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: RequestContext, label: str, key: str, *, numeric: bool = False
) -> dict[str, Any]:
    """A table heading that sorts by `key`; a second press turns the order round."""
    query = context.request.GET.copy()
    current = query.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    query["sort"] = f"-{key}" if direction == "ascending" else key
    query.pop("page", None)
    return {
        "label": label,
        "query": query.urlencode(),
        "direction": direction,
        "numeric": numeric,
    }
