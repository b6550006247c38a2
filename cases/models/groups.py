"""Criminal groups: partners know the code, its owner knows the rest."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.beginnings import FEWEST_LETTERS, has_word
from cases.names import sort_key
from cases.spelling import slips
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class CriminalGroupQuerySet(ProtectedQuerySet["CriminalGroup"]):
    def resembling(self, text: str) -> "CriminalGroupQuerySet":
        """By the code, with one slip, or by an alias that the audience may read."""
        key = sort_key(text)
        if not key:
            return self.none()
        profiles: Any = self.model._meta.get_field("profile").related_model
        aliases = profiles.objects.filter(has_word("alias", text))
        found = has_word("sort_key", key) | Q(pk__in=aliases.values("group"))
        if len(key) >= FEWEST_LETTERS:
            found |= Q(sort_key__in=set(slips(key)))
        return self.filter(found)


@history(Category.GROUP_CODE, exclude=["created_at", "sort_key"])
class CriminalGroup(Protected):
    """A criminal group under its code name: what partners coordinate by. Holds no person."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        FOCUS = "focus", _("in focus")
        ENDED = "ended", _("ended")

    # An ended group that shows itself again is active before it can be in focus.
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        Status.ACTIVE: frozenset({Status.FOCUS, Status.ENDED}),
        Status.FOCUS: frozenset({Status.ACTIVE, Status.ENDED}),
        Status.ENDED: frozenset({Status.ACTIVE}),
    }

    code_name = models.CharField(_("code name"), max_length=40)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    status_since = models.DateField(_("since"))
    sort_key = models.CharField(max_length=160, editable=False)

    objects = CriminalGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["sort_key", "id"]
        constraints = [
            RowPolicy(Category.GROUP_CODE),
            models.UniqueConstraint(fields=["owner", "code_name"], name="group_code_per_owner"),
        ]

    def __str__(self) -> str:
        return self.code_name

    def get_absolute_url(self) -> str:
        return reverse("cases:group", args=[self.pk])

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.status]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.code_name)
        super().save(*args, **kwargs)


@history(Category.GROUP_PROFILE)
class GroupProfile(Protected):
    """What only the owner knows of a group: its alias, where it is active, how many they are."""

    group = models.OneToOneField(CriminalGroup, on_delete=models.CASCADE, related_name="profile")
    alias = models.CharField(_("alias"), max_length=100)
    area = models.CharField(_("area"), max_length=100, blank=True)
    size_estimate = models.PositiveSmallIntegerField(_("size, estimate"), null=True, blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("group profile")
        verbose_name_plural = _("group profiles")
        constraints = [RowPolicy(Category.GROUP_PROFILE)]

    def __str__(self) -> str:
        return self.alias
