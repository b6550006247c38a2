"""What the rooms promise each other, held by reading models and source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from partners import mandates
from partners.policies import HistoryPolicy, RowPolicy, policy_of
from partners.retention import RETENTION

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("partners", "cases", "interventions", "sluta_skjut")
SOURCES = sorted(
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
)
OWN_MODELS = [m for m in apps.get_models() if m._meta.app_label in ROOMS]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda m: m.__name__)
def test_a_key_points_only_to_the_same_room_or_to_a_room_below(model: type[models.Model]) -> None:
    """References by name escape the import linter."""
    here = ROOMS.index(model._meta.app_label)
    for field in model._meta.get_fields():
        target = field.related_model if field.concrete and field.is_relation else None
        if target is not None and target._meta.app_label in ROOMS:
            assert ROOMS.index(target._meta.app_label) <= here, field


def test_the_shell_owns_no_table() -> None:
    assert not [m for m in OWN_MODELS if m._meta.app_label == "sluta_skjut"]


def test_every_category_says_how_long_it_is_kept() -> None:
    assert set(RETENTION) == set(mandates.Category)


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda m: m.__name__)
def test_a_history_has_the_category_of_what_it_is_the_history_of(model: type[models.Model]) -> None:
    policy = policy_of(model)
    if isinstance(policy, HistoryPolicy):
        tracked = policy_of(model.pgh_tracked_model)  # type: ignore[attr-defined]
        assert isinstance(tracked, RowPolicy)
        assert policy.category == tracked.category


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    aggregated = {
        id(link)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"annotate", "aggregate"}
        for link in ast.walk(node.func.value)
    } | {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and (node.arg or "").endswith("__in")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, "" if id(node) in aggregated else node.func.attr


def test_nothing_is_read_past_the_access_log() -> None:
    """`.values()` loads no row and so logs none: only in an aggregate or a subquery."""
    found = [
        f"{relative(path)}:{call.lineno}"
        for path in SOURCES
        for call, name in calls(path)
        if name in {"values_list", "raw", "extra"}
        or (name == "values" and (call.args or call.keywords))
    ]
    assert found == []


# The door takes a lock that its trigger waits for; no row is read.
SPEAKS_SQL = (
    "partners/",
    "sluta_skjut/management/",
    "sluta_skjut/views/health.py",
    "interventions/actions/doors.py",
)


def test_sql_is_written_only_where_the_gate_lives() -> None:
    found = [
        f"{relative(path)}:{call.lineno}"
        for path in SOURCES
        for call, name in calls(path)
        if name in {"cursor", "execute"} and not relative(path).startswith(SPEAKS_SQL)
    ]
    assert found == []


KNOWS_KINDS = ("partners/mandates.py", "partners/retention.py", "sluta_skjut/town/")
NAMES_A_KIND = re.compile(
    r"Kind\.(POLICE|PROBATION|SOCIAL_SERVICES|CITY_SAFETY|CIVIL_SOCIETY)"
    r"|[\"'](police|probation|social_services|city_safety|civil_society)[\"']"
)


def test_only_the_mandates_know_one_kind_of_agency_from_another() -> None:
    found = [
        f"{relative(path)}:{number}"
        for path in SOURCES
        if not relative(path).startswith(KNOWS_KINDS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if NAMES_A_KIND.search(line)
    ]
    assert found == []


def test_no_file_is_an_attic() -> None:
    attics = {"utils", "helpers", "manager", "managers", "service", "services", "common", "misc"}
    assert [relative(path) for path in SOURCES if path.stem in attics] == []
