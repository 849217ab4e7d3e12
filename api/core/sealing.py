"""Keys made from the root keys, and the sealing of what identity tables hold: phones, mail and device addresses.

A root key is the master key itself, or a later one (`roots`, 0208). Confidential text is not sealed here but in `vault`, with a key for each student.
"""

import base64
import hashlib
import hmac
import os
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.core.name_folding import fold_name

ALGORITHM = "A256GCM"
ContactKind = Literal["phone", "mail", "device", "authenticator"]
_VERSION = b"\x01"  # each envelope names its algorithm, so that SM4 can follow
_VERSION_WITH_ROOT = b"\x02"  # the same algorithm; two bytes name the root key


class Root(NamedTuple):
    """A root key that took the place of an earlier one. Ids count from 1; the installation's first is 0."""

    key_id: int
    key: bytes
    made_at: datetime


def derive(root: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=b"xinqiao", info=purpose.encode()).derive(root)


def seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Seals bytes and binds them to their place: version, nonce (12), AES-256-GCM ciphertext and tag."""
    nonce = os.urandom(12)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Opens what `seal` made. Raises cryptography's InvalidTag for a wrong key, place or bytes."""
    if sealed[:1] != _VERSION:
        raise ValueError("unknown envelope")
    return AESGCM(key).decrypt(sealed[1:13], sealed[13:], bound_to)


class Ring:
    """The keys of one purpose, one for each root key: the newest seals, and each opens what it sealed."""

    def __init__(self, purpose: str, root: bytes, later: Sequence[Root] = ()) -> None:
        self._keys = {0: derive(root, purpose)} | {one.key_id: derive(one.key, purpose) for one in later}
        self._newest = max(self._keys)
        # What the first root sealed names none, as before there were others.
        self.header = _VERSION_WITH_ROOT + self._newest.to_bytes(2) if self._newest else _VERSION
        """What every value begins with that the newest key sealed."""

    def seal(self, plain: bytes, bound_to: bytes) -> bytes:
        """Seals by the newest key, and says by which."""
        return self.header + seal(self._keys[self._newest], plain, bound_to)[1:]

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Opens what any of the keys sealed. Raises InvalidTag, also for a root key that is not there."""
        if sealed[:1] != _VERSION_WITH_ROOT:
            return unseal(self._keys[0], sealed, bound_to)
        key = self._keys.get(int.from_bytes(sealed[1:3]))
        if key is None:
            raise InvalidTag
        return unseal(key, _VERSION + sealed[3:], bound_to)


def write_token(account_id: UUID, secret: bytes) -> str:
    """The text of a session or feed: the account (16 bytes) and 32 random bytes, base64url."""
    return base64.urlsafe_b64encode(account_id.bytes + secret).decode()


def hash_token(secret: bytes) -> bytes:
    """What the database keeps of such a secret."""
    return hashlib.sha256(secret).digest()


class Sealer:
    """Names and contacts of one installation. Login keys are HMACs, contacts are sealed.

    `root`: the first root key; `later`: those that took its place, in order.
    """

    def __init__(self, root: bytes, later: Sequence[Root] = ()) -> None:
        keys = [root, *(one.key for one in later)]
        self._names = derive(keys[-1], "login keys")
        self._contacts = Ring("contacts", root, later)
        self._codes = derive(keys[-1], "sign-in codes")
        self._marks = [derive(key, "marks") for key in reversed(keys)]
        self._cursors = Ring("cursors", root, later)
        self.receipt_seed = derive(root, "receipts")
        """The private key of receipts (Ed25519). By the first root key: other people keep the public one."""
        self._first_chain = derive(root, "chain of openings")
        self._chains = [(one.made_at, derive(one.key, "chain of openings")) for one in reversed(later)]

    def name(self, kind: str, *parts: str) -> bytes:
        """The 32-byte key of a login name; `kind` keeps phones, students' names and addresses apart."""
        text = "\x1f".join([kind, *(unicodedata.normalize("NFKC", p).strip().casefold() for p in parts)])
        return hmac.digest(self._names, text.encode(), "sha256")  # an import makes tens of thousands of them

    def student_name(self, class_code: str, name: str) -> bytes:
        """The key under which a student signs in: the class code, and their number or name."""
        return self.name("pupil", class_code, fold_name(name))  # the label of the keys that are stored

    def phone(self, phone: str) -> bytes:
        """The key of a phone number (11 digits)."""
        return self.name("phone", phone)

    def login(self, address: str) -> bytes:
        """The key of a phone number, or of the mail address of somebody who has no phone, as it is stored."""
        return self.name("login mail", address) if "@" in address else self.phone(address)

    def code(self, key_hash: bytes, code: str) -> bytes:
        """What is stored of a one-time code: bound to the login key it was sent for."""
        return hmac.new(self._codes, key_hash + code.strip().encode(), hashlib.sha256).digest()

    def mark(self, purpose: str, *parts: object) -> bytes:
        """Replaces an id that would identify somebody: 32 bytes that cannot be computed without the root key."""
        return _mark(self._marks[0], purpose, parts)

    def marks(self, purpose: str, *parts: object) -> list[bytes]:
        """The same mark by every root key, the newest first: what is stored may have been made by an earlier one."""
        return [_mark(key, purpose, parts) for key in self._marks]

    def first_mark(self, purpose: str, *parts: object) -> bytes:
        """A mark that never changes, since it stands in what other people keep. By the first root key."""
        return _mark(self._marks[-1], purpose, parts)

    def seal_grant(
        self, org_id: int, record_id: UUID, account_id: UUID, purpose: str, by: UUID, until: datetime
    ) -> list[bytes]:
        """The seals that a grant may have, the newest first: a person who writes the database cannot make one."""
        end = until.astimezone(UTC).isoformat()
        return self.marks("grant", org_id, record_id, account_id, purpose, by, end)

    def chain_link(self, text: bytes, at: datetime) -> bytes:
        """The 32-byte hash of an entry of the chain of openings: a person who writes the database cannot make one.

        The key is of the newest root key made before the instant of the entry.
        """
        key = next((key for made_at, key in self._chains if made_at <= at), self._first_chain)
        return hmac.new(key, text, hashlib.sha256).digest()

    def seal_cursor(self, place: bytes, bound_to: str) -> bytes:
        """Seals a place in a list for whom and what `bound_to` names. It lapses with the root keys."""
        return self._cursors.seal(place, bound_to.encode())

    def open_cursor(self, sealed: bytes, bound_to: str) -> bytes:
        """Opens what `seal_cursor` made. Raises cryptography's InvalidTag."""
        return self._cursors.open(sealed, bound_to.encode())

    def seal_contact(self, kind: ContactKind, account_id: UUID, text: str) -> bytes:
        """Seals a phone number, mail address, device address or authenticator secret of one account."""
        return self._contacts.seal(text.encode(), _contact_place(kind, account_id))

    def seal_login(self, account_id: UUID, address: str) -> bytes:
        """Seals what an account signs in by: a phone number, or a mail address."""
        if "@" in address:
            return self.seal_contact("mail", account_id, address)
        return self.seal_contact("phone", account_id, address)

    def open_contact(self, kind: ContactKind, account_id: UUID, sealed: bytes) -> str:
        """Opens what `seal_contact` made for that account. Raises cryptography's InvalidTag, also for what another account's row held."""
        return self._contacts.open(sealed, _contact_place(kind, account_id)).decode()

    def bind_contact(self, kind: ContactKind, account_id: UUID, sealed: bytes) -> bytes:
        """Seals again what was sealed before contacts were bound to their account. Raises InvalidTag. For migration 0201 alone."""
        return self.seal_contact(kind, account_id, self._contacts.open(sealed, b"contact").decode())


def _contact_place(kind: ContactKind, account_id: UUID) -> bytes:
    return b"contact:" + kind.encode() + account_id.bytes


def _mark(key: bytes, purpose: str, parts: Sequence[object]) -> bytes:
    return hmac.new(key, "\x1f".join([purpose, *map(str, parts)]).encode(), hashlib.sha256).digest()
