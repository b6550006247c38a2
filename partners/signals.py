"""After every migration by the owner: the database's mandates and privileges equal the code's."""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections, transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from partners import mandates, privileges
from partners.legal_bases import CATALOGUE


@receiver(post_migrate, dispatch_uid="partners_synchronise")
def synchronise(sender: AppConfig, using: str, plan: Any = (), **kwargs: Any) -> None:
    """Runs once, after the last app has its tables, and only for the owner role."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if sender != last or settings.DATABASE_ROLE != "owner":
        return
    with transaction.atomic(using):
        write_mandates(using)
        add_legal_bases(using)
        privileges.apply(using)


def write_mandates(using: str) -> None:
    """The table in the database is emptied and written anew, in one transaction."""
    with connections[using].cursor() as cursor:
        cursor.execute("DELETE FROM partners_mandate")
        cursor.executemany(
            "INSERT INTO partners_mandate (kind, role, category, action, reach)"
            " VALUES (%s, %s, %s, %s, %s)",
            [[str(value) for value in row] for row in mandates.rows()],
        )


def add_legal_bases(using: str) -> None:
    """New provisions arrive unchecked; what a lawyer has checked is left alone."""
    with connections[using].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO partners_legalbasis (code, provision, meaning, guard, in_force_from,"
            " checked_by) VALUES (%s, %s, %s, %s, %s, '') ON CONFLICT (code) DO NOTHING",
            list(CATALOGUE),
        )
