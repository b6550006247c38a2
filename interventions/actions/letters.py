"""The wording of letters: published in versions, found for the day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from interventions.models import LetterText
from partners.models import User


@transaction.atomic
def publish(
    *, kind: str, language: str, subject: str, body: str, by: User, valid_from: date | None = None
) -> LetterText:
    """There is one more version, used from that day. Those before it stay as they were."""
    before = LetterText.objects.own().filter(kind=kind, language=language)
    return LetterText.objects.create(
        kind=kind,
        language=language,
        subject=subject,
        body=body,
        version=1 + max((one.version for one in before), default=0),
        valid_from=valid_from or timezone.localdate(),
    )


def text_for(
    kind: str, language: str = LetterText.Language.SWEDISH, *, day: date | None = None
) -> LetterText | None:
    """The own agency's text in force that day; None where it has none."""
    day = day or timezone.localdate()
    own = LetterText.objects.own()
    return own.in_force(day).filter(kind=kind, language=language).first()


def translations(kind: str) -> list[LetterText]:
    """In which other languages the letter can be sent along today."""
    own = LetterText.objects.own()
    found = own.in_force(timezone.localdate()).filter(kind=kind)
    return [text for text in found if text.language != LetterText.Language.SWEDISH]
