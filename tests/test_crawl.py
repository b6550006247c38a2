"""Each persona follows every link from the home page; nothing of another agency is ever on it."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from tests.cast import Cast
from tests.scene import Scene

PERSONAS = ("anna", "greta", "jonas", "karin", "lars", "cilla", "david", "eva")
# What the scene's rows say of themselves, by owner.
SECRETS = {
    1: ("Hemlig-Alm", "Hemlig-Bärnsten", "Hemlig Polisson", "Hemlig källa", "19770317"),
    2: ("Hemlig kväll", "Hemlig lokal", "Hemlig Klientsson", "Hemligt möte", "Hemligt rum",
        "Hemlig uppgift", "Hemlig hållpunkt", "Hemlig talare", "Hemlig samlingsplats",
        "Hemligt utlämnande", "Hemlig fråga", "19790519"),
    3: ("Hemlig Stödsson", "Hemligt samtycke", "19780418"),
}  # fmt: skip
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
# Elsewhere a query only sorts or pages the same list.
ASKS_BY_QUERY = "/insyn/"
LEAVES = ("/konto/logga-ut", "/konto/logout", "/static/")
FEWEST_PAGES = 3


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return Scene(cast).build()


def pages(cast: Cast, name: str) -> Iterator[tuple[str, str]]:
    client, waiting, seen = cast.client(name), ["/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(LEAVES):
            continue
        if "?" in address and not address.startswith(ASKS_BY_QUERY):
            continue
        seen.add(address)
        response = client.get(address, follow=True)
        assert response.status_code == 200, (name, address, response.status_code)
        if "html" not in response.get("Content-Type", ""):
            continue
        text = response.content.decode()
        yield address, text
        waiting += [unescape(link) for link in LINK.findall(text)]


@pytest.mark.parametrize("name", PERSONAS)
def test_nobody_meets_what_belongs_to_others(scene: Scene, cast: Cast, name: str) -> None:
    own = getattr(cast, name).agency_id
    foreign = [secret for owner, words in SECRETS.items() if owner != own for secret in words]
    walked = 0
    for address, text in pages(cast, name):
        walked += 1
        assert [secret for secret in foreign if secret in text] == [], (name, address)
    assert walked >= FEWEST_PAGES


@pytest.mark.parametrize("name", ["karin", "lars"])
def test_roles_without_cases_meet_no_case_of_their_own_agency(
    scene: Scene, cast: Cast, name: str
) -> None:
    kept = [word for word in SECRETS[2] if word != "Hemligt utlämnande"]
    for address, text in pages(cast, name):
        assert [word for word in kept if word in text] == [], (name, address)
