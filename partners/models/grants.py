"""Grants: a django-guardian group permission on one row, with reason and end."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionAbstract

from partners import audience
from partners.mandates import Reach
from partners.models.agencies import Agency
from partners.models.consents import Consent
from partners.models.disclosures import Disclosure
from partners.models.users import User


class Grant(GroupObjectPermissionAbstract):
    """The owner of a row lets another agency, or one named user, read exactly that row.

    Given only by the action that justifies it (partners.actions.grants). The database refuses a
    grant on somebody else's row, for a reason the mandate does not know, or without the decision
    or consent it leans on; it hides a grant that has run out, so that guardian's answers follow
    the clock with no job having run.
    """

    class Reason(models.TextChoices):
        PARTY = Reach.PARTY.value, _("the agency is named in it")
        TEAM = Reach.TEAM.value, _("the user is named in it")
        BODY = Reach.BODY.value, _("member of the body")
        DECISION = Reach.DECISION.value, _("disclosure decision")
        CONSENT = Reach.CONSENT.value, _("the person's consent")

    class Ending(models.TextChoices):
        CHANGED = "changed", _("the row was changed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DONE = "done", _("the occasion is over")
        ERASED = "erased", _("the row was erased")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=100, editable=False)
    codename = models.CharField(max_length=100, editable=False)
    reason = models.CharField(max_length=10, choices=Reason)
    disclosure = models.ForeignKey(
        Disclosure, on_delete=models.PROTECT, null=True, related_name="grants"
    )
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="grants")
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    ended_because = models.CharField(max_length=10, choices=Ending, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                name="grant_team_names_a_user",
                condition=~Q(reason="team") | Q(user__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_decision_has_one",
                condition=~Q(reason="decision") | Q(disclosure__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_consent_has_one",
                condition=~Q(reason="consent") | Q(consent__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_starts_before_it_ends", condition=Q(valid_until__gte=F("valid_from"))
            ),
        ]
        indexes = [
            models.Index(fields=["object_pk", "label"], name="grant_row"),
            models.Index(fields=["group", "content_type", "permission"], name="grant_group"),
            models.Index(fields=["agency", "label", "codename"], name="grant_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.label} → {self.agency_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The database fills in label, codename and agency, so that nobody can misstate them.

        It also compares the permission's type with the row's, for which guardian's own save
        would load the row.
        """
        if self._state.adding:
            self.owner_id = self.owner_id or audience.current().agency_id
            self.agency_id = self.agency_id or self.owner_id
        models.Model.save(self, *args, **kwargs)

    @property
    def is_live(self) -> bool:
        return self.valid_from <= timezone.now() < self.valid_until
