"""The words of a custom notification: those of the agency in use today, or as somebody put them."""

from django.db import transaction
from django.utils.translation import gettext as _

from interventions.actions import letters
from interventions.letters import standard
from interventions.models import ContentPack, LetterText, Notification
from partners.models import User

Kind = LetterText.Kind


def begin(notification: Notification, *, by: User) -> ContentPack:
    """The notification has the wording that the agency uses today, by its versions."""
    words, versions = zip(*(_in_use(kind) for kind in (Kind.NOTIFICATION, Kind.HELP)), strict=True)
    return ContentPack.objects.create(
        notification=notification,
        owner_id=by.agency_id,
        version="/".join(versions),
        message=words[0],
        help_sheet=words[1],
        chosen_by=by,
    )


@transaction.atomic
def put(notification: Notification, *, message: str, help_sheet: str, by: User) -> ContentPack:
    """It is said in these words. The caller has taken the notification to be changed."""
    given = {"message": _plain(message), "help_sheet": _plain(help_sheet)}
    pack = ContentPack.objects.select_for_update().get(notification=notification)
    if given == {"message": _plain(pack.message), "help_sheet": _plain(pack.help_sheet)}:
        return pack
    pack.message, pack.help_sheet = given["message"], given["help_sheet"]
    pack.version, pack.chosen_by = _("own words"), by
    pack.save(update_fields=["message", "help_sheet", "version", "chosen_by"])
    return pack


def _in_use(kind: str) -> tuple[str, str]:
    """Text and version; without one of its own, the agency has the one that all begin with."""
    own = letters.text_for(kind)
    if own is not None:
        return own.body, str(own.version)
    return standard.wording(kind, LetterText.Language.SWEDISH)[1], "0"


def _plain(text: str) -> str:
    """As a browser sends it back, line ends apart."""
    return text.replace("\r\n", "\n").strip()
