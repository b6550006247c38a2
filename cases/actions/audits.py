"""Group audits are begun from the former version, written, and finished for good."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup, GroupAudit
from partners.models import User
from partners.refusals import refusal, refusing

IS_FINISHED = _("This version is finished and stays as it is. Begin a new one instead.")
IS_BEGUN = _("There is already a draft. Write on in that one.")
IS_OLDER = _("The version before is as of %(day)s. Choose that day or a later one.")


@transaction.atomic
def begin(group: CriminalGroup, *, by: User) -> GroupAudit:
    """There is a draft that says what the latest finished version says, as of today."""
    audits = GroupAudit.objects.filter(group=group)
    number = (audits.aggregate(last=Max("number"))["last"] or 0) + 1
    with refusing("one_draft_per_group", refusal(None, IS_BEGUN, code="begun")):
        return GroupAudit.objects.create(
            group=group,
            number=number,
            written_by=by,
            **_content(audits.finished().first()) | {"as_of": timezone.localdate()},
        )


@transaction.atomic
def write(audit: GroupAudit, *, by: User, **content: Any) -> None:
    """The draft says this."""
    if not audit.is_draft:
        raise refusal(None, IS_FINISHED, code="finished")
    for field, value in content.items():
        setattr(audit, field, value)
    audit.written_by = by
    audit.save(update_fields=[*content, "written_by"])


@transaction.atomic
def finish(audit: GroupAudit, *, by: User, **content: Any) -> None:
    """This version stands from now on as it is; half a year later the next one is due."""
    _refuse_older(audit, content.get("as_of", audit.as_of))
    write(audit, by=by, **content)
    audit.state = GroupAudit.State.FINISHED
    audit.finished_by, audit.finished_at = by, timezone.now()
    audit.save(update_fields=["state", "finished_by", "finished_at"])


def _content(former: GroupAudit | None) -> dict[str, Any]:
    return {name: getattr(former, name) for name in GroupAudit.CONTENT} if former else {}


def _refuse_older(audit: GroupAudit, as_of: Any) -> None:
    """Versions follow each other in time, so that the latest one is the latest number."""
    former = GroupAudit.objects.filter(group=audit.group_id).finished().first()
    if former is not None and as_of < former.as_of:
        words = IS_OLDER % {"day": former.as_of.isoformat()}
        raise refusal("as_of", words, code="older")
