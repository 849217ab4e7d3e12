"""A passkey's device in software: it makes EC keys, counts, verifies its owner, and signs what a browser would hand it (WebAuthn §6)."""

import base64
import json
from hashlib import sha256
from typing import Any
from uuid import UUID

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN, RP_ID = "http://127.0.0.1:8000", "127.0.0.1"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(raw: bytes) -> str:
    """As the browser writes bytes."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Authenticator:
    """One device with one passkey. Its attributes are set by tests that make it behave wrongly."""

    def __init__(self, account_id: UUID, name: str = "my phone", *, seed: int = 1) -> None:
        self.account_id = account_id
        self.name = name
        self.credential_id = sha256(f"{account_id} {seed}".encode()).digest()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0
        self.step = 1
        self.origin, self.rp_id = ORIGIN, RP_ID
        self.verifies = True

    def create(self, challenge: str) -> dict[str, Any]:
        """The body that adds this passkey: attestation "none"."""
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        credential = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public
        made: dict[str, Any] = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + credential}
        return {
            "name": self.name,
            "credentialId": b64(self.credential_id),
            "clientData": b64(self._client("webauthn.create", challenge)),
            "attestation": b64(cbor2.dumps(made)),
        }

    def sign(self, challenge: str) -> dict[str, Any]:
        """The body of a proof in a session."""
        self.count += self.step
        client, data = self._client("webauthn.get", challenge), self._data(0)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return {
            "credentialId": b64(self.credential_id),
            "clientData": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
        }

    def sign_in(self, challenge: str) -> dict[str, Any]:
        """The body of a sign-in, which says whose passkey it is."""
        return self.sign(challenge) | {"userHandle": b64(self.account_id.bytes), "tokenKind": "bearer"}

    def _data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()
