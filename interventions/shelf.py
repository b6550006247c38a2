"""Where finished papers lie: whole or not at all, each named by what is in it."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4


def put(folder: Path, content: bytes, *, suffix: str = ".pdf") -> str:
    """The file is there whole or not at all; its name is the fingerprint of what is in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()
    unnamed = folder / f"{uuid4()}.part"
    with os.fdopen(os.open(unnamed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unnamed.replace(folder / f"{digest}{suffix}")
    return digest


def keep_only(folder: Path, paths: Iterable[Path]) -> None:
    """What a killed worker left behind is gone."""
    if not folder.is_dir():
        return
    for path in set(folder.iterdir()) - set(paths):
        path.unlink(missing_ok=True)
