"""Fetching: https alone, within a time and a size; a network that fails says so and no more."""

import io
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from cases import newswire


class Answer(io.BytesIO):
    def __enter__(self) -> "Answer":
        return self


def answering(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], Any]) -> None:
    class Opener:
        def open(self, *args: Any, **kwargs: Any) -> Any:
            return answer()

    monkeypatch.setattr(urllib.request, "build_opener", lambda *handlers: Opener())


def failing(error: Exception) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


def code_of(address: str = "https://exempel.se/api/events") -> str:
    with pytest.raises(newswire.NoDelivery) as nothing:
        newswire.fetch(address)
    return nothing.value.code


@pytest.mark.parametrize("address", ["http://polisen.se", "file:///etc/passwd", "ftp://x", "x"])
def test_only_https_is_asked(address: str) -> None:
    assert code_of(address) == "secure"


def test_an_answer_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, lambda: Answer(b"[]" * 100_000))
    assert newswire.fetch("https://exempel.se") == b"[]" * 100_000


def test_more_than_two_megabytes_is_not_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, lambda: Answer(b"x" * (newswire.MOST + 1)))
    assert code_of() == "big"


def test_an_answer_that_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, lambda: Answer(b"x" * 10))
    monkeypatch.setattr(newswire, "LONGEST", -1)
    assert code_of() == "answer"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (urllib.error.URLError("no such host"), "answer"),
        (TimeoutError(), "answer"),
        (ConnectionResetError(), "answer"),
        (urllib.error.HTTPError("https://x", 503, "Busy", None, io.BytesIO()), "refused"),  # type: ignore[arg-type]
        (ValueError("odd"), "answer"),
    ],
)
def test_whatever_goes_wrong_is_one_of_our_words(
    monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    answering(monkeypatch, failing(error))
    assert code_of() == code


def test_the_address_does_not_lead_elsewhere() -> None:
    handler = newswire._Stay()
    assert handler.redirect_request(None, None, 302, "Found", {}, "https://elak.se") is None
