"""Signing in (DESIGN 5). Refusals are returned and not raised, so that what was counted is committed with them.

A phone that nobody has is answered like any other, in words and in work done: a code is drawn for it too, and sent to nobody. Failures alone are counted, each
way in by itself (`counting.py`).
"""

import os
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import UUID, uuid4

import msgspec

from api.accounts import hashing, rules, secrets
from api.accounts.errors import CODE_REFUSED, AdultMustWait, NameNeeded, NameWrong, NumberMoved, SignInFailed
from api.accounts.rules import Kind
from api.accounts.signin import counting, delays, naming, queries, standing
from api.accounts.signin.counting import Try
from api.accounts.signin.delays import Method
from api.accounts.signin.device import Device
from api.accounts.signin.queries import Login, Starting
from api.core import tasks
from api.core.access import PUBLIC
from api.core.errors import Problem, TooMany
from api.core.login_addresses import find_login
from api.core.name_folding import is_staff_code
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.tasks import SignInCode
from schemas.accounts.wire import CodeWanted, PhoneSignIn, StaffSignIn, StudentSignIn, StudentStart
from schemas.calendar.tasks import SendWaiting


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sign-in comes from."""

    address: str
    name: str
    device: Device


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """A new session with the 32 bytes that only its holder knows."""

    account_id: UUID
    session_id: UUID
    secret: bytes
    assurance: int
    expires_at: datetime


def phone_key(uow: UnitOfWork, phone: str) -> bytes:
    """The key of a number or mail address as the roster stores it; +86 before a mainland number is dropped."""
    return uow.sealer.login(find_login(phone) or phone)


async def ask_code(uow: UnitOfWork, wanted: CodeWanted, client: Client) -> Problem | None:
    """Has a code sent by the worker, if the phone is known to it. Says nothing of that here."""
    uow.required.add(PUBLIC)
    key = phone_key(uow, wanted.phone)
    if refusal := await _too_many_codes(uow, key, client):
        return refusal
    # One task a minute: a retry on a bad network sends no second SMS.
    window = int(uow.now.timestamp()) // 60
    await tasks.enqueue(uow, SignInCode.kind, f"phone:{key.hex()}:{window}", SignInCode(key_hash=key.hex()), uow.now)
    return None


async def by_phone(uow: UnitOfWork, given: PhoneSignIn, client: Client) -> Started | Problem:
    """Guardians and staff: assurance 1."""
    uow.required.add(PUBLIC)
    key = phone_key(uow, given.phone)
    login = await queries.find_login(uow.conn, key)
    tried = _tried(uow, "phone", key, login, client)
    return await counting.counted(uow, tried, partial(_with_code, uow, given, client, tried, login))


async def _with_code(
    uow: UnitOfWork, given: PhoneSignIn, client: Client, tried: Try, login: Login | None
) -> Started | Problem:
    code, known = uow.sealer.code(tried.key, given.code), tried.device is not None
    quiet = login is not None and not known and naming.is_quiet(login.heard_of, uow.now)
    asks = quiet and given.name is None
    look = queries.check_code if asks else queries.take_code
    state = await look(uow.conn, tried.key, code, uow.now, known=known, most=delays.CODE_TRIES)
    if state != "right":
        return CODE_REFUSED[state]()
    if login is None:
        return NumberMoved() if await queries.was_moved(uow.conn, tried.key, uow.now) else SignInFailed()
    if not login.kinds:
        return SignInFailed()
    if asks:
        return NameNeeded()
    if quiet and not await naming.is_known(uow, login.account_id, given.name or ""):
        return NameWrong()
    if await queries.note_month(uow.conn, login.account_id, uow.now.date().replace(day=1), tried.key):
        wait = SendWaiting(account_id=login.account_id)
        await tasks.enqueue(uow, wait.kind, str(login.account_id), wait, uow.now)
    idle = rules.IDLE["phone"] if "staff" in login.kinds else None
    return await start(uow, login.account_id, "phone", client, shared=given.shared_device, idle=idle)


async def by_password(uow: UnitOfWork, given: StaffSignIn, client: Client) -> Started | Problem:
    """Staff with password and authenticator: assurance 2."""
    uow.required.add(PUBLIC)
    key = phone_key(uow, given.phone)
    login = await queries.find_login(uow.conn, key)
    tried = _tried(uow, "password", key, login, client)
    return await counting.counted(uow, tried, partial(_with_password, uow, given, client, login))


async def _with_password(uow: UnitOfWork, given: StaffSignIn, client: Client, login: Login | None) -> Started | Problem:
    right = await hashing.matches(login.secret_hash if login else None, given.password)
    if not right or login is None or "staff" not in login.kinds or not await _totp(uow, login, given.totp):
        return SignInFailed()
    return await start(uow, login.account_id, "staff", client, shared=given.shared_device, idle=rules.IDLE["staff"])


async def by_secret(uow: UnitOfWork, given: StudentSignIn, client: Client) -> Started | Problem:
    """Students, guardians without a phone number, and colleagues without phone and mail: class code or the organisation's, name, secret."""
    uow.required.add(PUBLIC)
    key = student_key(uow, given.class_code, given.name)
    login = await queries.find_login(uow.conn, key)
    tried = _tried(uow, "secret", key, login, client)
    return await counting.counted(uow, tried, partial(_with_secret, uow, given, client, login))


async def _with_secret(uow: UnitOfWork, given: StudentSignIn, client: Client, login: Login | None) -> Started | Problem:
    right = await hashing.matches(login.secret_hash if login else None, given.secret)
    if not right or login is None or not rules.signs_in_by_name(login.kinds, given.class_code):
        return SignInFailed()
    return await _start_by_name(uow, login.account_id, given, client)


async def by_starting_code(uow: UnitOfWork, given: StudentStart, client: Client) -> Started | Problem:
    """The first sign-in of somebody with a code on paper, or the first after a reset: sets the secret and ends whatever was open before.

    A code for somebody who has a secret needs the old one, or a second adult. Raises Invalid for a weak secret.
    """
    uow.required.add(PUBLIC)
    key = student_key(uow, given.class_code, given.name)
    login = await queries.find_login(uow.conn, key)
    tried = _tried(uow, "start", key, login, client)
    return await counting.counted(uow, tried, partial(_with_starting_code, uow, given, client, tried, login))


async def _with_starting_code(
    uow: UnitOfWork, given: StudentStart, client: Client, tried: Try, login: Login | None
) -> Started | Problem:
    account_id = login.account_id if login else UUID(int=0)
    code = (starting_key(uow, account_id), uow.sealer.code(starting_key(uow, account_id), given.starting_code.upper()))
    known, most = tried.device is not None, delays.STARTING_CODE_TRIES
    state = await queries.check_code(uow.conn, *code, uow.now, known=known, most=most)
    found = await queries.find_starting(uow.conn, account_id)
    proven = await hashing.matches(found.secret_hash if found else None, given.old_secret or "")
    secret_hash = await hashing.hash_secret(given.secret)
    if state != "right" or login is None or found is None or not rules.signs_in_by_name(login.kinds, given.class_code):
        return SignInFailed()
    if not await standing.stand(uow, account_id, found.adults):
        return SignInFailed()
    if refusal := await _refuse_start(uow, given, tried, found, proven=proven):
        return refusal
    # Only with the right code, so that the answer does not tell whether there is such a student. Raised: the code stays good.
    least = secrets.OF_STAFF if is_staff_code(given.class_code) else secrets.OF_STUDENTS
    await secrets.check(uow, account_id, "$.secret", given.secret, least, given.class_code, given.name)
    if await queries.take_code(uow.conn, *code, uow.now, known=known, most=most) != "right":
        return SignInFailed()
    await queries.end_sessions(uow.conn, account_id, None)
    until = uow.now + rules.CLOSED_AFTER_RESET
    proven = proven or (
        found.first and "student" not in login.kinds
    )  # what an adult was told before the first sign-in is no secret
    await queries.set_started(uow.conn, account_id, secret_hash, proven=proven, closed_until=until, now=uow.now)
    return await _start_by_name(uow, account_id, given, client)


async def _start_by_name(
    uow: UnitOfWork, account_id: UUID, given: StudentSignIn | StudentStart, client: Client
) -> Started:
    """A session of a colleague is as short as one by a code to the phone."""
    if is_staff_code(given.class_code):
        return await start(uow, account_id, "phone", client, shared=given.shared_device, idle=rules.IDLE["phone"])
    return await start(uow, account_id, "student", client, shared=given.shared_device)


async def _refuse_start(
    uow: UnitOfWork, given: StudentStart, tried: Try, found: Starting, *, proven: bool
) -> Problem | None:
    """A person who holds a right code may still be guessing the old secret, which has a counter of its own."""
    if not given.old_secret:
        return rules.refuse_start(found, proven=False)

    async def check() -> Problem | None:
        return rules.refuse_start(found, proven=proven)

    return await counting.counted(uow, msgspec.structs.replace(tried, method="old secret"), check)


def student_key(uow: Reading, class_code: str, name: str) -> bytes:
    """The login key of a student, as the roster's import writes it."""
    return uow.sealer.student_name(class_code.upper(), name)


def starting_key(uow: Reading, account_id: UUID) -> bytes:
    """Under which a student's starting code is kept."""
    return uow.sealer.name("starting code", str(account_id))


async def _totp(uow: UnitOfWork, login: Login, code: str) -> bool:
    if login.totp_sealed is None or login.totp_confirmed_at is None:
        return False
    secret = uow.sealer.open_contact("authenticator", login.account_id, login.totp_sealed)
    step = rules.totp_step(secret, code, uow.now)
    return step is not None and await queries.take_step(uow.conn, login.account_id, step)


def tried_by(uow: Reading, method: Method, key: bytes, account_id: UUID | None, client: Client) -> Try:
    """A try of a name, from a device of that account or from a stranger's."""
    known = account_id is not None and client.device.knows(uow.sealer, account_id)
    device = client.device.nonce if known else None
    return Try(method=method, key=key, address=client.address, device=device)


def _tried(uow: Reading, method: Method, key: bytes, login: Login | None, client: Client) -> Try:
    return tried_by(uow, method, key, login.account_id if login else None, client)


async def is_crowded(uow: UnitOfWork, what: str, limit: tuple[int, int], client: Client) -> bool:
    """Counts something that an address asks for. Whether it was more than `limit` (most, seconds)."""
    key = uow.sealer.name("attempt", what, "address", client.address)
    return await queries.count_attempt(uow.conn, [key], [limit[0]], [limit[1]], uow.now) > 0


async def _too_many_codes(uow: UnitOfWork, key: bytes, client: Client) -> TooMany | None:
    """Counts a code that is asked for. A known device has codes of its own; a crowded address has fewer for each phone."""
    tried = _tried(uow, "phone", key, await queries.find_login(uow.conn, key), client)
    crowded = await is_crowded(uow, "code", delays.CODES_OF_AN_ADDRESS, client)
    limits = delays.CODES if tried.device is not None or not crowded else delays.CROWDED_CODES
    device = tried.device.hex() if tried.device else ""
    keys = [uow.sealer.name("attempt", "code", device, key.hex(), str(seconds)) for _, seconds in limits]
    mosts, windows = [most for most, _ in limits], [seconds for _, seconds in limits]
    wait = await queries.count_attempt(uow.conn, keys, mosts, windows, uow.now)
    return AdultMustWait(retry_after=wait, minutes=-(-wait // 60)) if wait else None


async def start(
    uow: UnitOfWork,
    account_id: UUID,
    kind: Kind,
    client: Client,
    *,
    shared: bool,
    idle: timedelta | None = None,
    closed: bool = False,
) -> Started:
    """Starts a session. `closed`: what is a student's own and was there before is closed to it."""
    started = Started(
        account_id=account_id,
        session_id=uuid4(),  # a key in time order would outlive what sessions forget
        secret=os.urandom(32),
        assurance=2 if kind == "staff" else 1,
        expires_at=uow.now + rules.life(kind, shared=shared),
    )
    token_hash = sha256(started.secret).digest()
    await queries.add_session(
        uow.conn,
        account_id,
        token_hash,
        started.session_id,
        started.assurance,
        client.name,
        shared=shared,
        now=uow.now,
        expires_at=started.expires_at,
        idle=idle,
        closed=closed,
    )
    return started
