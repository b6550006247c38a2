"""Tables the gate reads and the web process cannot write."""

from django.db import models

from partners.mandates import Action, Category, Kind, Reach, Role


class Mandate(models.Model):
    """The database's copy of partners/mandates.py, written by the owner role alone."""

    pk = models.CompositePrimaryKey("kind", "role", "category", "action", "reach")
    kind = models.CharField(max_length=20, choices=Kind)
    role = models.CharField(max_length=30, choices=Role)
    category = models.CharField(max_length=30, choices=Category)
    action = models.CharField(max_length=10, choices=Action)
    reach = models.CharField(max_length=10, choices=Reach)

    def __str__(self) -> str:
        return f"{self.kind} {self.role} {self.category} {self.action} {self.reach}"


class Gate(models.Model):
    """Which table holds which category; filled in by the policies themselves."""

    label = models.CharField(max_length=100, primary_key=True)
    table_name = models.CharField(max_length=63, unique=True)
    category = models.CharField(max_length=30, choices=Category)
    duty = models.CharField(max_length=200, null=True)  # noqa: DJ001 - NULL is: opens by no duty
    duty_key = models.CharField(max_length=63, null=True)  # noqa: DJ001 - NULL as for the duty
    subject = models.CharField(max_length=63, null=True)  # noqa: DJ001 - NULL is: about nobody

    def __str__(self) -> str:
        return self.label


class Past(models.Model):
    """Which table holds the history of which kind of row; filled in by the histories' policies."""

    label = models.CharField(max_length=100, primary_key=True)
    table_name = models.CharField(max_length=63, unique=True)

    def __str__(self) -> str:
        return self.label


class Withholding(models.Model):
    """A person with protected identity, kept in step by a trigger on the person's own row."""

    subject = models.UUIDField(primary_key=True)
    label = models.CharField(max_length=100)

    def __str__(self) -> str:
        return str(self.subject)
