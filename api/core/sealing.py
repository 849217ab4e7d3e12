"""Keys made from the master key, and the sealing of what identity tables hold: phones, mail and device addresses.

Confidential text is not sealed here but in `vault`, with a key for each student.
"""

import base64
import hashlib
import hmac
import os
import unicodedata
from typing import Literal
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALGORITHM = "A256GCM"
ContactKind = Literal["phone", "mail", "device", "authenticator"]
_VERSION = b"\x01"  # each envelope names its algorithm, so that SM4 can follow


def derive(master_key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=b"xinqiao", info=purpose.encode()).derive(master_key)


def seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Seals bytes and binds them to their place: version, nonce (12), AES-256-GCM ciphertext and tag."""
    nonce = os.urandom(12)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Opens what `seal` made. Raises cryptography's InvalidTag for a wrong key, place or bytes."""
    if sealed[:1] != _VERSION:
        raise ValueError("unknown envelope")
    return AESGCM(key).decrypt(sealed[1:13], sealed[13:], bound_to)


def write_token(account_id: UUID, secret: bytes) -> str:
    """The text of a session or feed: the account (16 bytes) and 32 random bytes, base64url."""
    return base64.urlsafe_b64encode(account_id.bytes + secret).decode()


def hash_token(secret: bytes) -> bytes:
    """What the database keeps of such a secret."""
    return hashlib.sha256(secret).digest()


class Sealer:
    """Names and contacts of one installation. Login keys are HMACs, contacts are sealed."""

    def __init__(self, master_key: bytes) -> None:
        self._names = derive(master_key, "login keys")
        self._contacts = derive(master_key, "contacts")
        self._codes = derive(master_key, "sign-in codes")
        self._marks = derive(master_key, "marks")
        self._cursors = derive(master_key, "cursors")
        self._chain = derive(master_key, "chain of openings")

    def name(self, kind: str, *parts: str) -> bytes:
        """The 32-byte key of a login name; `kind` keeps phones, students' names and addresses apart."""
        text = "\x1f".join([kind, *(unicodedata.normalize("NFKC", p).strip().casefold() for p in parts)])
        return hmac.new(self._names, text.encode(), hashlib.sha256).digest()

    def student_name(self, class_code: str, name: str) -> bytes:
        """The key under which a student signs in: the class code, and their number or name."""
        return self.name("pupil", class_code, name)  # the label of the keys that are stored

    def phone(self, phone: str) -> bytes:
        """The key of a phone number (11 digits)."""
        return self.name("phone", phone)

    def code(self, key_hash: bytes, code: str) -> bytes:
        """What is stored of a one-time code: bound to the login key it was sent for."""
        return hmac.new(self._codes, key_hash + code.strip().encode(), hashlib.sha256).digest()

    def mark(self, purpose: str, *parts: object) -> bytes:
        """Replaces an id that would identify somebody: 32 bytes that cannot be computed without the master key."""
        return hmac.new(self._marks, "\x1f".join([purpose, *map(str, parts)]).encode(), hashlib.sha256).digest()

    def chain_link(self, text: bytes) -> bytes:
        """The 32-byte hash of an entry of the chain of openings: who writes the database cannot make one."""
        return hmac.new(self._chain, text, hashlib.sha256).digest()

    def seal_cursor(self, place: bytes, bound_to: str) -> bytes:
        """Seals a place in a list for whom and what `bound_to` names. It lapses with the master key."""
        return seal(self._cursors, place, bound_to.encode())

    def open_cursor(self, sealed: bytes, bound_to: str) -> bytes:
        """Opens what `seal_cursor` made. Raises cryptography's InvalidTag."""
        return unseal(self._cursors, sealed, bound_to.encode())

    def seal_contact(self, kind: ContactKind, account_id: UUID, text: str) -> bytes:
        """Seals a phone number, mail address, device address or authenticator secret of one account."""
        return seal(self._contacts, text.encode(), _contact_place(kind, account_id))

    def open_contact(self, kind: ContactKind, account_id: UUID, sealed: bytes) -> str:
        """Opens what `seal_contact` made for that account. Raises cryptography's InvalidTag, also for what another account's row held."""
        return unseal(self._contacts, sealed, _contact_place(kind, account_id)).decode()

    def bind_contact(self, kind: ContactKind, account_id: UUID, sealed: bytes) -> bytes:
        """Seals again what was sealed before contacts were bound to their account. Raises InvalidTag. For migration 0201 alone."""
        return self.seal_contact(kind, account_id, unseal(self._contacts, sealed, b"contact").decode())


def _contact_place(kind: ContactKind, account_id: UUID) -> bytes:
    return b"contact:" + kind.encode() + account_id.bytes
