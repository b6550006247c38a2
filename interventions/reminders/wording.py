"""What a reminder says: a time and a number, and nothing that tells anybody what it is about."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format


def wording(starts_at: datetime) -> str:
    """Read over somebody's shoulder it tells neither who sends it, nor to what, nor why."""
    starts = timezone.localtime(starts_at)
    with translation.override("sv"):
        return f"{date_format(starts, 'j/n')} {starts:%H:%M}. {settings.REMINDER_NUMBER}"
