from django.apps import AppConfig


class SlutaSkjutConfig(AppConfig):
    """The shell: composes the rooms, owns no table."""

    name = "sluta_skjut"
    verbose_name = "Sluta skjut"
