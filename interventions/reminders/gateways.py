"""The way out of the house: one gateway, chosen by the settings, none by default."""

import json
import os
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Gateway(Protocol):
    def send(self, *, key: str, channel: str, to: str, text: str) -> None:
        """Hands over one message. The same key again is the same message, sent once."""


class Outbox:
    """Writes each message to a file of its own, for somebody else to send or to look at."""

    def send(self, *, key: str, channel: str, to: str, text: str) -> None:
        folder = Path(settings.REMINDER_OUTBOX)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = json.dumps({"channel": channel, "to": to, "text": text}, ensure_ascii=False)
        unnamed = folder / f"{key}.part"
        with os.fdopen(os.open(unnamed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content.encode())
        unnamed.replace(folder / f"{key}.json")


def is_on() -> bool:
    return bool(settings.REMINDERS and settings.REMINDER_NUMBER)


def gateway() -> Gateway:
    found: Gateway = import_string(settings.REMINDER_GATEWAY)()
    return found
