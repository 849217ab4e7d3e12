"""What an authenticator signed, checked by WebAuthn's rules. The challenge was already taken; nothing here reads a database."""

from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.parse_client_data_json import parse_client_data_json
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    RegistrationCredential,
)

from schemas.accounts.passkeys import Assertion, PasskeyNew

Purpose = Literal["sign_in", "register", "step_up"]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """For which service a passkey is: its domain, and the one origin that may ask for it."""

    rp_id: str
    origin: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A new passkey's public half."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def site_of(base_url: str) -> Site:
    """The relying party that a service under this address is (WebAuthn §5.1.2)."""
    parts = urlsplit(base_url)
    return Site(rp_id=parts.hostname or "", origin=f"{parts.scheme}://{parts.netloc}")


def hash_of(challenge: bytes) -> bytes:
    """What is stored of a challenge. It is 32 random bytes, so a plain hash tells nothing."""
    return sha256(challenge).digest()


def to_bytes(text: str) -> bytes:
    """Bytes of base64url; empty where it is none."""
    try:
        return base64url_to_bytes(text)
    except ValueError:
        return b""


def challenge_in(client_data: str) -> bytes:
    """The challenge that the browser says was signed; empty where it cannot be read."""
    try:
        return parse_client_data_json(base64url_to_bytes(client_data)).challenge
    except (WebAuthnException, ValueError, AttributeError, TypeError, RecursionError):
        return b""


def verify_new(new: PasskeyNew, challenge: bytes, site: Site) -> Made | None:
    """The passkey that was made, or None: another origin, another challenge, or nobody was verified (WebAuthn §7.1)."""
    try:
        raw = base64url_to_bytes(new.credential_id)
        response = AuthenticatorAttestationResponse(
            client_data_json=base64url_to_bytes(new.client_data), attestation_object=base64url_to_bytes(new.attestation)
        )
        found = verify_registration_response(
            credential=RegistrationCredential(id=bytes_to_base64url(raw), raw_id=raw, response=response),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, RecursionError):
        return None
    # What is stored is the id that the authenticator attested, and it has to be the one that the browser will send.
    if found.credential_id != raw:
        return None
    return Made(credential_id=raw, public_key=found.credential_public_key, sign_count=found.sign_count)


def verify_use(given: Assertion, challenge: bytes, site: Site, public_key: bytes, sign_count: int) -> int | None:
    """The new sign count, or None: not this key's signature, another origin, nobody verified, or the count went back (§7.2)."""
    try:
        raw = base64url_to_bytes(given.credential_id)
        response = AuthenticatorAssertionResponse(
            client_data_json=base64url_to_bytes(given.client_data),
            authenticator_data=base64url_to_bytes(given.authenticator_data),
            signature=base64url_to_bytes(given.signature),
        )
        found = verify_authentication_response(
            credential=AuthenticationCredential(id=bytes_to_base64url(raw), raw_id=raw, response=response),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found.new_sign_count
