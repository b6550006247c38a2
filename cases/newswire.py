"""Fetching the public feed: over https alone, within a time and a size, from the one address."""

import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 10
LONGEST = 30
CHUNK = 64 * 1024
MOST = 2 * 1024 * 1024


class NoDelivery(Exception):
    """Nothing came; `code` says why, as Delivery.Failure does."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Stay(urllib.request.HTTPRedirectHandler):
    """The address leads where it says, and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def fetch(address: str) -> bytes:
    """What the address answers with. Raises NoDelivery, and nothing else."""
    if urlsplit(address).scheme != "https":
        raise NoDelivery("secure")
    asked = urllib.request.Request(address, headers={"Accept": "application/json"})
    try:
        with urllib.request.build_opener(_Stay).open(asked, timeout=TIMEOUT) as answer:
            return read(answer)
    except urllib.error.HTTPError as error:
        error.close()
        raise NoDelivery("refused") from None
    except (OSError, HTTPException, ValueError):
        raise NoDelivery("answer") from None


def read(answer: Any) -> bytes:
    """The whole answer, if it comes in time and is not too much."""
    content, until = b"", time.monotonic() + LONGEST
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > MOST:
            raise NoDelivery("big")
        if time.monotonic() > until:
            raise NoDelivery("answer")
    return content
