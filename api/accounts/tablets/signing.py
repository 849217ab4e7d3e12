"""On the tablet itself, without a session: it is given its key, names its class, and takes a student's PIN.

The session that begins is a student's ordinary one on a shared device, and what is the student's own and older is closed to it: a PIN
is typed where others stand beside, and who saw it must not find what the child reported.
"""

import base64
import binascii
import os
from functools import partial
from uuid import UUID

import msgspec

from api.accounts import hashing
from api.accounts.signin import counting
from api.accounts.signin.counting import Try
from api.accounts.signin.service import Client, Started, start
from api.accounts.tablets import queries, rules
from api.accounts.tablets.errors import PinWrong, TabletCodeWrong, TabletUnknown
from api.accounts.tablets.queries import Enrolled
from api.accounts.tablets.service import hash_code
from api.core.access import PUBLIC
from api.core.errors import Problem
from api.core.sealing import hash_token
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.tablets import TabletClass, TabletEnrolment, TabletSignIn, TabletStudent

_ORG, _ID, _SECRET = 8, 16, 32


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """What a tablet holds: its organisation, which one it is, and 32 random bytes."""

    org_id: int
    tablet_id: UUID
    secret: bytes

    def write(self) -> str:
        """The cookie's value, base64url."""
        raw = self.org_id.to_bytes(_ORG, "big") + self.tablet_id.bytes + self.secret
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_key(text: str | None) -> Key | None:
    """Reads the cookie; None where it is missing or malformed."""
    try:
        raw = base64.b64decode((text or "").encode("ascii") + b"==", altchars=b"-_")
    except (UnicodeEncodeError, binascii.Error):
        return None
    if len(raw) != _ORG + _ID + _SECRET or raw[0] > 127:
        return None
    return Key(
        org_id=int.from_bytes(raw[:_ORG], "big"),
        tablet_id=UUID(bytes=raw[_ORG : _ORG + _ID]),
        secret=raw[_ORG + _ID :],
    )


async def enrol(uow: UnitOfWork, given: TabletEnrolment, client: Client) -> Key | Problem:
    """Gives a tablet its key, once for each code. A wrong code is returned, so that it counts."""
    uow.required.add(PUBLIC)
    org, _, letters = given.code.partition("-")
    org_id = int(org)
    tried = Try(method="tablet", key=str(org_id).encode(), address=client.address, device=None)
    return await counting.counted(uow, tried, partial(_take, uow, org_id, letters))


async def _take(uow: UnitOfWork, org_id: int, letters: str) -> Key | Problem:
    secret = os.urandom(_SECRET)
    with uow.elsewhere(org_id):
        code_hash = hash_code(uow, org_id, letters)
        tablet_id = await queries.take_code(uow.conn, org_id, code_hash, hash_token(secret), uow.now)
    return Key(org_id=org_id, tablet_id=tablet_id, secret=secret) if tablet_id else TabletCodeWrong()


async def show(uow: Reading, key: Key | None) -> TabletClass:
    """The class of the tablet and its students of today. Raises TabletUnknown."""
    uow.required.add(PUBLIC)
    tablet, key = await _find(uow, key)
    with uow.elsewhere(key.org_id):
        students = await queries.list_of_class(uow.conn, key.org_id, tablet.class_id)
    names = rules.shown_names([(student.name, student.student_number) for student in students])
    return TabletClass(
        school_zh=tablet.school_zh,
        school_en=tablet.school_en,
        class_name=tablet.class_name,
        students=[TabletStudent(student_id=s.student_id, name=n) for s, n in zip(students, names, strict=True)],
    )


async def by_pin(uow: UnitOfWork, given: TabletSignIn, client: Client, key: Key | None) -> Started | Problem:
    """A student of the tablet's class. Wrong tries count on this tablet, and in all for the PIN; never for the student's secret.

    Raises TabletUnknown.
    """
    uow.required.add(PUBLIC)
    tablet, key = await _find(uow, key)
    address = f"tablet:{tablet.tablet_id}"
    tried = Try(method="pin", key=given.student_id.bytes, address=address, device=None)
    return await counting.counted(uow, tried, partial(_with_pin, uow, given, client, tablet, key.org_id))


async def _with_pin(
    uow: UnitOfWork, given: TabletSignIn, client: Client, tablet: Enrolled, org_id: int
) -> Started | Problem:
    with uow.elsewhere(org_id):
        here = await queries.is_in_class(uow.conn, org_id, tablet.class_id, given.student_id)
    pin = await queries.find_pin(uow.conn, given.student_id) if here else None
    if not await hashing.matches(pin.pin_hash if pin else None, given.pin):
        if pin:
            await queries.note_miss(uow.conn, given.student_id, rules.MISSES)
        return PinWrong()
    return await start(uow, given.student_id, "student", client, shared=True, closed=True)


async def _find(uow: Reading, key: Key | None) -> tuple[Enrolled, Key]:
    if key is None:
        raise TabletUnknown
    with uow.elsewhere(key.org_id):
        found = await queries.find_enrolled(uow.conn, key.org_id, key.tablet_id, hash_token(key.secret))
    if found is None:
        raise TabletUnknown
    return found, key
