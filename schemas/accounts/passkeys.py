"""Passkeys on the wire (WebAuthn). Bytes are base64url without padding, as `PublicKeyCredential.toJSON` writes them."""

from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.accounts.wire import Code, TokenKind
from schemas.input import Input
from schemas.text import END, LINE

Bytes: TypeAlias = Annotated[
    str, Meta(min_length=1, max_length=4096, pattern=rf"^[A-Za-z0-9_-]+{END}", description="Bytes as base64url.")
]


CredentialId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=1364, pattern=rf"^[A-Za-z0-9_-]+{END}")]


PasskeyName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)]


class PasskeyWanted(Input, frozen=True, kw_only=True):
    """Asks for a new passkey; who has a password and authenticator gives both, or proved a second factor lately."""

    current: Annotated[str, Meta(max_length=128)] | None = None
    totp: Code | None = None


class PasskeyOptions(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """For `navigator.credentials.create`. `exclude`: passkeys that the person has, so that no device makes a second one."""

    challenge: str
    rp_id: str
    user_id: str
    user_name: str
    algorithms: list[int]
    exclude: list[str]


class PasskeyNew(Input, frozen=True, kw_only=True):
    """What the device made. `clientData`: `response.clientDataJSON`; `attestation`: `response.attestationObject`."""

    name: PasskeyName
    credential_id: CredentialId
    client_data: Bytes
    attestation: Annotated[str, Meta(min_length=1, max_length=32_768, pattern=rf"^[A-Za-z0-9_-]+{END}")]


class PasskeyEdit(Input, frozen=True, kw_only=True):
    """A passkey's new name."""

    name: PasskeyName


class Passkey(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One of a person's passkeys."""

    passkey_id: UUID
    name: str
    created_at: datetime
    used_at: datetime | None


class PasskeyChallenge(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """For `navigator.credentials.get`, good once and for five minutes. `credentialIds`: empty at sign-in, where nobody is known yet."""

    challenge: str
    rp_id: str
    credential_ids: list[str]


class Assertion(Input, frozen=True, kw_only=True):
    """What the device signed. `clientData`: `response.clientDataJSON`."""

    credential_id: CredentialId
    client_data: Bytes
    authenticator_data: Bytes
    signature: Bytes


class PasskeySignIn(Assertion, frozen=True, kw_only=True):
    """Staff with a passkey. `userHandle`: `response.userHandle`, by which the device says whose passkey it is."""

    user_handle: Annotated[str, Meta(min_length=22, max_length=22, pattern=rf"^[A-Za-z0-9_-]+{END}")]
    shared_device: bool = False
    token_kind: TokenKind = "cookie"
