"""Who logs in. Sign-up is closed; an administrator admits users of the own agency."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, _user_has_perm  # type: ignore[attr-defined]
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.mandates import Role
from partners.models.agencies import Agency


class UserQuerySet(models.QuerySet["User"]):
    def select_for_update(self, *args: Any, **kwargs: Any) -> "UserQuerySet":  # type: ignore[override]
        """Locks the user alone: the agency that is loaded with it is not the web's to lock."""
        return super().select_for_update(*args, **{"of": ("self",), **kwargs})


class UserManager(BaseUserManager["User"]):
    """Loads the agency with the user: nearly every page shows both."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db).select_related("agency")

    def create_user(self, *, email: str, agency: Agency, **fields: Any) -> "User":
        """For the owner role and tests; the web process admits users through actions.users."""
        password = fields.pop("password", None)
        user = self.model(email=self.normalize_email(email).lower(), agency=agency, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save()
        return user


class User(AbstractBaseUser):
    """A person of one agency. There is no superuser: nobody is above a mandate."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_superuser = False
    is_staff = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    title = models.CharField(_("title"), max_length=100, blank=True)
    service_code = models.CharField(_("service code"), max_length=12, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="users")
    language = models.CharField(_("language"), max_length=5, default="sv")
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    groups = models.ManyToManyField(Group, editable=False, related_name="user_set")

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def roles(self) -> frozenset[str]:
        """The roles the user holds right now."""
        held = self.role_assignments.current(timezone.now())
        return frozenset(assignment.role for assignment in held)

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Visible is permitted: the gate answers, see partners.backends."""
        return bool(self.is_active and _user_has_perm(self, perm, obj))


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def current(self, at: datetime) -> "RoleAssignmentQuerySet":
        return self.filter(valid_from__lte=at, valid_until__gt=at)


class RoleAssignment(models.Model):
    """A role held for a reason and a time; renewed, never forgotten (2018:1202 3:6)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    reason = models.CharField(_("reason"), max_length=200)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(
                name="role_starts_before_it_ends", condition=Q(valid_until__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="no_person_is_a_system_job", condition=~Q(role=Role.SYSTEM.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
