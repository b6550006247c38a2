"""The coverage board on paper: exactly what all of its readers may read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from interventions import single_copies
from interventions.coverage import Board
from partners import audience
from partners.models import Agency, User

OPERATION = "coverage_paper"


@dataclass(frozen=True, kw_only=True)
class Paper(single_copies.Paper):
    """A picture of a day: the next meeting has a new one."""

    board: Board

    @property
    def secrecy(self) -> str:
        return _("Secrecy may apply: OSL %(provisions)s") % {"provisions": "18:1, 18:2"}


def pdf(readers: Iterable[Agency], *, by: User) -> bytes:
    """A tagged file; its rows were read as those who get it, the own agency always among them."""
    everybody = sorted({by.agency, *readers}, key=lambda agency: agency.pk)
    with audience.of_paper(everybody, author=by.agency, operation=OPERATION):
        return single_copies.pdf(_compose(everybody, by), "coverage/paper", recipient=by.agency)


def _compose(readers: list[Agency], by: User) -> Paper:
    today = timezone.localdate()
    return Paper(
        board=Board(today),
        audience=readers,
        author=by.agency,
        printed_by=by.service_code,
        destroy_by=today + single_copies.KEPT_FOR,
    )
