"""Who works in the fictional Malmö: seven agencies and organisations, and their people."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from partners.mandates import Kind, Role
from partners.models import Agency, LegalBasis, RoleAssignment, User

PASSWORD = "sluta-skjut-demo"


@dataclass(frozen=True)
class Office:
    number: int
    kind: Kind
    name: str
    short_name: str


@dataclass(frozen=True)
class Person:
    first_name: str
    name: str
    title: str
    office: int
    roles: tuple[Role, ...]
    code: str
    is_active: bool = True

    @property
    def email(self) -> str:
        return f"{self.first_name.lower()}@demo.example"


OFFICES = (
    Office(1, Kind.POLICE, "Polisområde Malmö (påhittat)", "Polisen"),
    Office(2, Kind.PROBATION, "Frivården Malmö (påhittat)", "Frivården"),
    Office(3, Kind.SOCIAL_SERVICES, "Malmö stad, socialtjänsten (påhittat)", "Socialtjänsten"),
    Office(4, Kind.CITY_SAFETY, "Malmö stad, trygghet (påhittat)", "Malmö stad"),
    Office(5, Kind.CIVIL_SOCIETY, "Föreningen Nästa steg (påhittad)", "Nästa steg"),
    Office(6, Kind.CIVIL_SOCIETY, "Mammor mot vapen (påhittad)", "Mammor mot vapen"),
    Office(7, Kind.CIVIL_SOCIETY, "Öppen port, samfundens råd (påhittat)", "Öppen port"),
)

_COORDINATOR, _CASEWORKER = (Role.COORDINATOR,), (Role.CASEWORKER,)
_DECIDER = (Role.DECISION_MAKER,)

STAFF = (
    Person("Anna", "Anna Bergström", "Underrättelseanalytiker", 1, _CASEWORKER, "P-101"),
    Person("Hugo", "Hugo Lindqvist", "Samordnare, polisen", 1, _COORDINATOR, "P-102"),
    Person("Inga", "Inga Sandell", "Kommissarie, beslutsfattare", 1, _DECIDER, "P-103"),
    Person("Ivar", "Ivar Sundin", "Kommissarie, ersättare", 1, _DECIDER, "P-104"),
    Person("Greta", "Greta Nyberg", "Samordnare, frivården", 2, _COORDINATOR, "K-201"),
    Person("Bosse", "Bosse Håkansson", "Frivårdsinspektör", 2, _CASEWORKER, "K-202"),
    Person("Ella", "Ella Rashid", "Frivårdsinspektör", 2, _CASEWORKER, "K-203"),
    Person("Jonas", "Jonas Ekdahl", "Frivårdschef, beslutsfattare", 2, _DECIDER, "K-204"),
    Person("Judit", "Judit Falk", "Biträdande frivårdschef", 2, _DECIDER, "K-205"),
    Person("Karin", "Karin Wester", "Dataskyddsombud", 2, (Role.DATA_PROTECTION_OFFICER,), "K-206"),
    Person("Lars", "Lars Öberg", "Systemadministratör", 2, (Role.ADMINISTRATOR,), "K-207"),
    Person("Filip", "Filip Strand", "Frivårdsinspektör (slutat)", 2, _CASEWORKER, "K-208", False),
    Person("Cilla", "Cilla Demir", "Socialsekreterare, avhopparteamet", 3, _CASEWORKER, "S-301"),
    Person("Siv", "Siv Ahlgren", "Sektionschef, socialtjänsten", 3, _DECIDER, "S-302"),
    Person("David", "David Malmros", "Trygghetssamordnare", 4, _COORDINATOR, "T-401"),
    Person("Eva", "Eva Hallberg", "Verksamhetsledare", 5, _COORDINATOR, "C-501"),
    Person("Mona", "Mona Said", "Ordförande", 6, _COORDINATOR, "C-601"),
    Person("Petrus", "Petrus Lang", "Samordnare", 7, _COORDINATOR, "C-701"),
)


@transaction.atomic
def open_offices() -> None:
    """Agencies, users and roles are in place; run as the owner role, safe to run again.

    Raises ImproperlyConfigured where DEBUG is off: these logins have a known password.
    """
    if not settings.DEBUG:
        raise ImproperlyConfigured("Demo logins exist only with DEBUG=1.")
    for office in OFFICES:
        group, _ = Group.objects.get_or_create(name=office.short_name)
        Agency.objects.get_or_create(
            id=office.number,
            defaults={
                "kind": office.kind,
                "name": office.name,
                "short_name": office.short_name,
                "group": group,
            },
        )
    password = make_password(PASSWORD)
    for person in STAFF:
        if not User.objects.filter(email=person.email).exists():
            _admit(person, password)
    _let_a_lawyer_check_the_bases()


def _admit(person: Person, password: str) -> None:
    user = User.objects.create(
        email=person.email,
        agency=Agency.objects.get(pk=person.office),
        name=person.name,
        title=person.title,
        service_code=person.code,
        is_active=person.is_active,
        password=password,
    )
    for role in person.roles:
        RoleAssignment.objects.create(
            user=user,
            role=role,
            reason="Utsedd i den påhittade staden",
            valid_until=timezone.now() + timedelta(days=365),
        )


def _let_a_lawyer_check_the_bases() -> None:
    """All but the provision that is not known to have come into force."""
    LegalBasis.objects.filter(in_force_from__isnull=False, checked_on__isnull=True).update(
        checked_by="Jurist i den påhittade staden", checked_on=timezone.localdate()
    )
