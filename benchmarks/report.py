"""What was measured, as a table to read and as benchmarks/latest.json to keep."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.db import connections

from benchmarks import town
from benchmarks.ratios import Ratio

LATEST = Path(__file__).with_name("latest.json")
COLUMNS = "{:<38} {:>7} {:>8}  {:<17} {:>9} {:>9}"


def lines(ratios: Sequence[Ratio]) -> Iterator[str]:
    """One line per ratio, with its limit and both absolute times."""
    yield COLUMNS.format("", "ratio", "limit", "", "over ms", "under ms")
    for ratio in ratios:
        verdict = "within" if ratio.is_within else "OVER THE LIMIT"
        yield COLUMNS.format(
            ratio.key,
            f"{ratio.value:.2f}",
            str(ratio.limit),
            verdict,
            f"{ratio.over_ms:.2f}",
            f"{ratio.under_ms:.2f}",
        )


def write(ratios: Sequence[Ratio]) -> None:
    """The file holds this run and nothing of the one before."""
    kept = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "all_within": all(ratio.is_within for ratio in ratios),
        **{ratio.key: round(ratio.value, 3) for ratio in ratios},
        "details": {ratio.key: details(ratio) for ratio in ratios},
        "town": _town(),
        "machine": _machine(),
    }
    LATEST.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def details(ratio: Ratio) -> dict[str, Any]:
    """The limit, whether it was kept, and the absolute times in milliseconds."""
    return {
        "limit": ratio.limit.value,
        "bound": "at least" if ratio.limit.is_floor else "at most",
        "within": ratio.is_within,
        "over": ratio.over.what,
        "over_ms": round(ratio.over_ms, 3),
        "under": ratio.under.what,
        "under_ms": round(ratio.under_ms, 3),
        "samples": len(ratio.over.times),
        "also_ms": {what: round(ms, 3) for what, ms in ratio.also.items()},
    } | ({} if ratio.memory_mb is None else {"memory_mb": round(ratio.memory_mb)})


def _town() -> dict[str, int]:
    """Rows of the tables that the ratios are about."""
    with town.as_owner(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT owner_id, count(*) FROM cases_individual GROUP BY 1 ORDER BY 1")
        owned = {f"individuals of agency {owner}": count for owner, count in cursor.fetchall()}
        cursor.execute("SELECT count(*) FROM partners_grant")
        return owned | {"grants": cursor.fetchone()[0]}


def _machine() -> dict[str, Any]:
    """Without a name: enough to know how far to trust the milliseconds."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgresql = cursor.fetchone()[0]
    return {
        "cores": os.cpu_count(),
        "load_in_the_last_minute": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": postgresql,
    }
