"""A custom notification on paper: the pack of one who is on the team, and the letter handed over.

Both are read as the person at the keyboard, who prints them: a duty is bound to its user, so
nobody prints a pack with more in it than the own mandate, and nobody prints another's.
"""

from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from interventions import single_copies
from interventions.briefing import sheets
from interventions.letters import paper
from interventions.letters.blocks import blocks
from interventions.models import ContentPack, LegalExposure, Notification
from interventions.single_copies import KEPT_FOR, LANGUAGE
from interventions.talks import Talk
from partners.models import User


@dataclass(frozen=True, kw_only=True)
class Pack(single_copies.Paper):
    """What stands on one team member's paper: no more than that member sees on the screen."""

    notification: Notification
    talk: Talk

    @property
    def exposure(self) -> LegalExposure | None:
        """Only what a second person has checked is used."""
        found = self.talk.exposure
        return found if found is not None and found.is_checked else None

    @property
    def classification(self) -> str:
        return _("Working paper that names persons")

    @property
    def secrecy(self) -> str:
        provisions = "18:1, 18:2, 35:1" if self.exposure else "18:1, 18:2"
        return _("Secrecy may apply: OSL %(provisions)s") % {"provisions": provisions}


def pack(notification: Notification, *, by: User) -> bytes:
    """A tagged file of what this reader may read of it."""
    found = Pack(
        notification=notification,
        talk=Talk(notification, reader=by),
        audience=[by.agency],
        author=by.agency,
        printed_by=by.service_code,
        destroy_by=timezone.localdate(notification.planned_at) + KEPT_FOR,
    )
    return single_copies.pdf(
        found, "notifications/pack", recipient=by.agency, margins="notifications/pack_margins"
    )


def letter(notification: Notification, content: ContentPack) -> bytes:
    """What is left in the person's hand: the message, the help, one number, and nothing else."""
    with translation.override(LANGUAGE):
        return sheets.whole(paper.whole(_letter(notification, content)))


def _letter(notification: Notification, content: ContentPack) -> paper.Letter:
    text = "\n\n".join(
        (content.message, f"## {_('The help there is')}", content.help_sheet, notification.phone)
    )
    part = paper.Part(LANGUAGE, "ltr", _("A message to you"), blocks(text))
    return paper.Letter(
        sender=notification.owner,
        officer=None,
        name=str(notification.whom or ""),
        address=(),
        issued_on=timezone.localdate(notification.planned_at),
        parts=[part],
    )
