"""The key by which push services know us (VAPID, RFC 8292): a P-256 key, 32 bytes in base64url, as its tools write it."""

import base64
import binascii

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.core.errors import Misconfigured


class Vapid(msgspec.Struct, frozen=True, kw_only=True):
    """`public` is what a browser is given as `applicationServerKey`. `contact`: whom a push service may ask."""

    private: str
    public: str
    contact: str

    def __repr__(self) -> str:
        return f"Vapid(public={self.public!r})"


def read(private: str, contact: str | None) -> Vapid:
    """Raises Misconfigured for what is no such key, or without a contact."""
    if not contact or not contact.startswith(("mailto:", "https://")):
        raise Misconfigured("XINQIAO_VAPID_CONTACT is missing: set it to mailto:… or https://… of the operator.")
    try:
        raw = base64.urlsafe_b64decode(private + "=" * (-len(private) % 4))
        key = ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except (binascii.Error, ValueError) as error:
        raise Misconfigured("XINQIAO_VAPID_KEY is not a P-256 key: 32 bytes in base64url.") from error
    if len(raw) != 32:
        raise Misconfigured("XINQIAO_VAPID_KEY must be 32 bytes long.")
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Vapid(private=private, public=base64.urlsafe_b64encode(point).decode().rstrip("="), contact=contact)


def new_key() -> str:
    """A fresh private key, for the demo."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
