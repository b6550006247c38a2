"""Second factors as they are stored: a stolen database alone lets nobody log in."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class SealedMFAAdapter(DefaultMFAAdapter):
    """The app's secret and the seed of the recovery codes are stored encrypted."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    """Fernet wants 32 bytes; ours is a random text of any length."""
    key = hashlib.sha256(settings.SECOND_FACTOR_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
