"""What the database shows equals what a plain-Python oracle says, for random everything.

And guardian's two questions, may this user see this row and which rows may this user see, are
answered the same.
"""

from uuid import UUID

from django.db import models, transaction
from guardian.shortcuts import get_objects_for_user
from hypothesis import HealthCheck, Phase, given, settings

from partners import audience
from partners.audience import Audience
from partners.models import User
from tests.cast import Cast
from tests.partners.oracle.rule import Looker
from tests.partners.oracle.scenes import Scene, scenes
from tests.partners.oracle.stage import Stage

# A scene costs half a second, so a failing one is reported as it was drawn, without shrinking.
relaxed = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def visible(stage: Stage) -> set[UUID]:
    kinds = {type(row) for row in stage.rows.values()}
    return {row.pk for kind in kinds for row in kind._default_manager.all()}


def expected(stage: Stage, looker: Looker) -> set[UUID]:
    return {
        stage.rows[record.number].pk
        for record in stage.world.records.values()
        if stage.world.sees(looker, record)
    }


@given(scene=scenes)
@relaxed
def test_every_audience_sees_exactly_what_the_oracle_says(cast: Cast, scene: Scene) -> None:
    with transaction.atomic():
        stage = Stage(cast, scene)
        assert visible(stage) == set()
        for agencies in scene.meetings:
            looker = Looker.paper(agencies)
            who = Audience(agencies=agencies, roles=looker.roles, author_id=1)
            with audience.looking(who):
                assert visible(stage) == expected(stage, looker)
        for number in scene.watchers:
            check_person(stage, stage.users[number])
        transaction.set_rollback(True)


def check_person(stage: Stage, user: User) -> None:
    with audience.of_user(user, operation="test") as who:
        looker = Looker(who.agencies, str(user.pk), who.roles)
        seen = visible(stage)
        assert seen == expected(stage, looker), user
        for number, row in stage.rows.items():
            assert user.has_perm(permission(row), row) == (row.pk in seen), (user, number)
        for kind in {type(row) for row in stage.rows.values()}:
            check_guardian(stage, user, kind, seen)


def check_guardian(stage: Stage, user: User, kind: type[models.Model], seen: set[UUID]) -> None:
    of_kind = {row.pk for row in stage.rows.values() if type(row) is kind}
    perm = f"{kind._meta.app_label}.view_{kind._meta.model_name}"
    reachable = {row.pk for row in get_objects_for_user(user, perm)}
    by_grant = {row.pk for row in get_objects_for_user(user, perm, accept_global_perms=False)}
    assert reachable == seen & of_kind, (user, kind)
    assert by_grant == granted(stage, user) & seen & of_kind, (user, kind)


def granted(stage: Stage, user: User) -> set[UUID]:
    return {
        stage.rows[permit.target].pk
        for permit in stage.world.permits
        if permit.is_live
        and permit.agency == user.agency_id
        and user.is_active
        and permit.codename.startswith("view_")
        and permit.user in (None, str(user.pk))
    }


def permission(row: models.Model) -> str:
    return f"{row._meta.app_label}.view_{row._meta.model_name}"
