"""Second factors are stored so that the database alone lets nobody log in."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import InvalidToken

from tests.cast import Cast


def stored() -> str:
    """All that the table holds, as whoever steals it reads it."""
    return str([one.data for one in Authenticator.objects.all()])


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_the_secret_of_the_app_is_stored_encrypted_and_its_codes_are_accepted(cast: Cast) -> None:
    secret = generate_totp_secret()
    totp = TOTP.activate(cast.anna, secret).instance
    assert secret not in stored()
    again = Authenticator.objects.get(pk=totp.pk).wrap()
    assert again.validate_code(code(secret))
    assert not again.validate_code("000000" if code(secret) != "000000" else "000001")


def test_recovery_codes_cannot_be_made_from_what_is_stored(cast: Cast) -> None:
    codes = RecoveryCodes.activate(cast.anna)
    seed = codes.instance.data["seed"]
    assert seed.startswith("gAAAA")
    assert not any(one in stored() for one in codes.get_unused_codes())
    assert codes.validate_code(codes.get_unused_codes()[0])


def test_two_users_with_one_secret_cannot_be_told_from_the_table(cast: Cast) -> None:
    secret = generate_totp_secret()
    for user in (cast.anna, cast.bosse):
        TOTP.activate(user, secret)
    told = {one.data["secret"] for one in Authenticator.objects.all()}
    assert len(told) == 2


def test_another_key_opens_nothing(cast: Cast, settings: Any) -> None:
    secret = generate_totp_secret()
    totp = TOTP.activate(cast.anna, secret)
    settings.SECOND_FACTOR_KEY = "another"
    with pytest.raises(InvalidToken):
        totp.validate_code(code(secret))
