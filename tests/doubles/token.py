"""Google's OAuth token endpoint: checks the signed assertion of a service account (RFC 7523) and mints a bearer."""

import json
import time
from base64 import urlsafe_b64decode
from collections import deque
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.doubles.messages import Answer, Request
from tests.doubles.server import HttpDouble

AUDIENCE = "https://oauth2.googleapis.com/token"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPES = {"https://www.googleapis.com/auth/firebase.messaging", "https://www.googleapis.com/auth/cloud-platform"}
EMAIL = "push@xinqiao-test.iam.gserviceaccount.com"
PROJECT = "xinqiao-test"


def new_key() -> rsa.RSAPrivateKey:
    """A service account's key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


_usual_key = cache(new_key)  # making one takes a tenth of a second


class TokenDouble(HttpDouble):
    """Scripted by `script`: what the next requests get instead of a token: a status, "stall" or "garbage"."""

    def __init__(self, key: rsa.RSAPrivateKey | None = None) -> None:
        super().__init__()
        self.key = key or _usual_key()
        self.minted: list[str] = []
        self.valid: set[str] = set()
        self.asked_for = 0
        self.expires_in = 3599
        self.script: deque[int | str] = deque()

    def write_account(self, folder: Path) -> Path:
        """A service account's JSON whose tokens come from here."""
        pem = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        account = {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "k1",
            "private_key": pem.decode(),
            "client_email": EMAIL,
            "client_id": "1",
            "token_uri": f"{self.url}/token",
        }
        path = folder / "account.json"
        path.write_text(json.dumps(account))
        return path

    def revoke_all(self) -> None:
        self.valid.clear()

    async def answer(self, request: Request) -> Answer:
        self.asked_for += 1
        step = self.script.popleft() if self.script else None
        if step == "stall":
            await self.stall()
        if step == "garbage":
            return Answer(200, b'"<html>"', {"Content-Type": "text/html"})
        if isinstance(step, int):
            return Answer.json(step, {"error": "internal_failure"})
        if fault := self._fault(request):
            return Answer.json(400, {"error": "invalid_grant", "error_description": fault})
        token = f"ya29.{len(self.minted)}"
        self.minted.append(token)
        self.valid.add(token)
        return Answer.json(200, {"access_token": token, "expires_in": self.expires_in, "token_type": "Bearer"})

    def _fault(self, request: Request) -> str | None:
        if (request.method, request.path) != ("POST", "/token"):
            return "no such endpoint"
        if request.headers.get("content-type") != "application/x-www-form-urlencoded":
            return "content type"
        form = parse_qs(request.body.decode())
        if form.get("grant_type") != [GRANT]:
            return "grant type"
        return self._claims_fault(form.get("assertion", [""])[0])

    def _claims_fault(self, assertion: str) -> str | None:
        try:
            header, payload, signature = assertion.split(".")
            self.key.public_key().verify(
                _decode(signature), f"{header}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
        except (ValueError, InvalidSignature):
            return "Invalid JWT Signature."
        claims: dict[str, Any] = json.loads(_decode(payload))
        if json.loads(_decode(header)).get("alg") != "RS256" or claims["iss"] != EMAIL:
            return "Invalid issuer or algorithm."
        if claims["aud"] != AUDIENCE or not SCOPES & set(claims["scope"].split()):
            return "Invalid audience or scope."
        now = time.time()
        if not claims["iat"] - 300 <= now <= claims["exp"] or claims["exp"] - claims["iat"] > 3600:
            return "Invalid JWT: Token must be a short-lived token and in a reasonable timeframe."
        return None


def _decode(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
