"""Who carries out a custom notification together."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.actions import teams
from interventions.forms.doors import Colleagues
from interventions.models import Notification, TeamMember
from partners.mandates import CASE_ROLES
from partners.models import Agency, User


class TeamForm(forms.Form):
    """A named user of an agency that may be on a team, and what that user does there."""

    user = Colleagues(
        label=_("Who"),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
        error_messages={"required": _("Choose who joins the team.")},
    )
    role = forms.ChoiceField(
        label=_("What does the person do?"),
        choices=TeamMember.Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, notification: Notification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        there = [member.user_id for member in notification.team.standing()]
        agencies = [one for one in Agency.objects.all() if teams.may_be_on_teams(one)]
        self.fields["user"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(
                agency__in=agencies,
                is_active=True,
                role_assignments__role__in=CASE_ROLES,
                role_assignments__valid_from__lte=now,
                role_assignments__valid_until__gt=now,
            )
            .exclude(pk__in=there)
            .select_related("agency")
            .order_by("agency", "name")
            .distinct()
        )
