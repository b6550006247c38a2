"""Passwords and keys of one folder: made once, each in a private file."""

import secrets
from pathlib import Path

NAMES = (
    "db_admin_password",
    "db_owner_password",
    "db_app_password",
    "db_sealer_password",
    "broker_password",
    "secret_key",
    "seal_key",
    "tombstone_key",
    "second_factor_key",
)


def kept(folder: Path) -> dict[str, Path]:
    """The file of every secret; those that were missing have been made."""
    folder.mkdir(mode=0o700, exist_ok=True)
    return {name: _kept(folder / name) for name in NAMES}


def written(path: Path, text: str) -> Path:
    """A private file holds `text`, whole or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    return draft.replace(path)


def _kept(path: Path) -> Path:
    if not path.exists():
        written(path, secrets.token_hex(32))
    return path
