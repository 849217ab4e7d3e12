"""A person's own settings, sessions and devices. Everything here acts on the account that asks."""

from collections.abc import Sequence
from datetime import time
from uuid import UUID, uuid4

import msgspec

from api.accounts import rules
from api.accounts.errors import FreshSessionNeeded, WrongCode
from api.accounts.me import queries
from api.accounts.signin import counting
from api.core import access, tasks
from api.core.access import ME
from api.core.errors import (
    ClosedForNow,
    NotFound,
    Problem,
    SharedPhone,
    StepUpNeeded,
    TooMany,
    Unauthenticated,
    check_version,
)
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.rows import DeviceNew
from schemas.accounts.tasks import SignInCode
from schemas.accounts.wire import (
    CodeGiven,
    Device,
    EmailNew,
    EndedSessions,
    FcmDevice,
    Profile,
    ProfileEdit,
    SecretReset,
    SessionShown,
)
from schemas.calendar.tasks import SendWaiting
from schemas.drafts.tasks import RemoveDrafts

DEVICES = 20
"""Of one person: each telling goes to all of them, and other people's wait in the same batch."""


async def get_profile(uow: Reading, _: UUID | None = None) -> Profile:
    """The settings. A mail address is shown to its owner alone; what they sign in by only in part, since phones are lent."""
    row = await queries.get_account(uow.conn, uow.require_self())
    login = await queries.find_login(uow.conn, row.account_id)
    return Profile(
        account_id=row.account_id,
        language=row.language,
        quiet_from=f"{row.quiet_from:%H:%M}",
        quiet_to=f"{row.quiet_to:%H:%M}",
        channels=row.channels,
        digest=rules.digest_time(row.digest_hour, row.digest_until),
        plain_titles=row.plain_titles,
        login=rules.masked(uow.sealer.open_contact(login.kind, row.account_id, login.sealed)) if login else None,
        email=uow.sealer.open_contact("mail", row.account_id, row.email_sealed) if row.email_sealed else None,
        email_verified=row.email_verified_at is not None,
        has_password=row.has_secret,
        has_totp=row.has_totp,
        passkeys=row.passkeys,
        version=_version(row),
    )


async def set_profile(uow: UnitOfWork, edit: ProfileEdit, version: int) -> Profile:
    """Changes the settings. Raises Stale, NumberMovedLately: else the owner would hear of nothing any more."""
    access.check_number(uow.actor)
    row = await queries.get_account(uow.conn, uow.require_self())
    check_version(_version(row), version)
    changed = msgspec.structs.replace(
        row,
        language=edit.language,
        quiet_from=time.fromisoformat(edit.quiet_from),
        quiet_to=time.fromisoformat(edit.quiet_to),
        channels=list(dict.fromkeys(edit.channels)),
        plain_titles=edit.plain_titles,
    )
    await queries.set_account(uow.conn, changed, uow.now)
    if edit.digest is not None and edit.digest != rules.digest_time(row.digest_hour, row.digest_until):
        hour, since, until = rules.digest(edit.digest, row.digest_hour, row.digest_since, row.digest_until, uow.now)
        changed = msgspec.structs.replace(changed, digest_hour=hour, digest_since=since, digest_until=until)
        await queries.set_digest(uow.conn, changed, uow.now)
    if "mail" in changed.channels and "mail" not in row.channels:
        await _send_waiting(uow, row.account_id)
    uow.changed(ME, "account", row.account_id)
    return await get_profile(uow)


async def set_email(uow: UnitOfWork, new: EmailNew) -> None:
    """Keeps a mail address, not yet verified, and has a code sent to it. Raises TooMany, NumberMovedLately, ClosedForNow, StepUpNeeded, FreshSessionNeeded."""
    account_id = uow.require_self()
    await _check_strong(uow)
    wait = await queries.count_attempt(uow.conn, uow.sealer.name("attempt", "email", str(account_id)), 5, 3600, uow.now)
    if wait:
        raise TooMany(retry_after=wait)
    await queries.set_email(uow.conn, account_id, uow.sealer.seal_contact("mail", account_id, new.email), None, uow.now)
    key = _email_key(uow, account_id, new.email)
    code = SignInCode(key_hash=key.hex(), to="email", account_id=account_id)
    await tasks.enqueue(uow, SignInCode.kind, f"email:{key.hex()}", code, uow.now)
    uow.changed(ME, "email", account_id)


async def confirm_email(uow: UnitOfWork, given: CodeGiven) -> Problem | Profile:
    """The address is the person's: invites go there from now on. A wrong code is returned, so that it counts."""
    account_id = uow.require_self()
    row = await queries.get_account(uow.conn, account_id)
    address = uow.sealer.open_contact("mail", row.account_id, row.email_sealed) if row.email_sealed else ""
    key = _email_key(uow, account_id, address)

    async def check() -> Problem | None:
        right = await queries.take_code(uow.conn, key, uow.sealer.code(key, given.code), uow.now)
        return None if right else WrongCode()

    if refusal := await counting.counted_here(uow, "email", account_id, check):
        return refusal
    await queries.set_email(uow.conn, account_id, row.email_sealed, uow.now, uow.now)
    await _send_waiting(uow, account_id)
    uow.changed(ME, "email", account_id)
    return await get_profile(uow)


async def remove_email(uow: UnitOfWork) -> None:
    """Forgets the mail address. Raises NumberMovedLately, ClosedForNow, StepUpNeeded, FreshSessionNeeded."""
    account_id = uow.require_self()
    await _check_strong(uow)
    await queries.set_email(uow.conn, account_id, None, None, uow.now)
    uow.changed(ME, "email", account_id)


async def _send_waiting(uow: UnitOfWork, account_id: UUID) -> None:
    """Mails can reach the person now: invites that could not leave do so."""
    payload = SendWaiting(account_id=account_id)
    await tasks.enqueue(uow, payload.kind, str(account_id), payload, uow.now)


async def _check_strong(uow: Reading) -> None:
    """Invites go to the mail address: a person who only holds the phone number, or an old session, cannot redirect them.

    Somebody with a second factor has proved it. Anybody else changes a verified address, or the one that signs them in, in a session that is new.
    Nobody does whose number was moved lately, nor who came by a PIN or a secret that was reset: the address would outlast what is closed to them.
    """
    access.check_number(uow.actor)
    if uow.actor.closed_before is not None:
        raise ClosedForNow
    row = await queries.get_account(uow.conn, uow.actor.account_id)
    if row.enrolled and uow.actor.assurance < 2:
        raise StepUpNeeded
    if row.enrolled or await is_fresh(uow):
        return
    if row.email_verified_at is not None or await queries.signs_in_by_mail(uow.conn, row.account_id):
        raise FreshSessionNeeded


async def is_fresh(uow: Reading) -> bool:
    """Whether this session began within the last ten minutes."""
    return any(s.current and s.created_at >= uow.now - rules.FRESH for s in await list_sessions(uow))


async def list_sessions(uow: Reading) -> list[SessionShown]:
    """Where the person is signed in."""
    rows = await queries.list_sessions(uow.conn, uow.require_self("session"), uow.now)
    return [SessionShown(**msgspec.structs.asdict(row), current=row.session_id == uow.actor.session_id) for row in rows]


async def require_own_sign_in(uow: Reading, kind: str) -> UUID:
    """For what ends other ways in: not by a PIN, nor closed on a phone that others use. After a first secret a student's own phone may. Raises ClosedForNow."""
    account_id = uow.require_self(kind)
    if uow.actor.closed_before is not None and uow.actor.number_moved_at is None:
        here = [s for s in await list_sessions(uow) if s.current]
        if any(s.shared_device for s in here):
            raise ClosedForNow
    return account_id


async def end_session(uow: UnitOfWork, session_id: UUID) -> None:
    """Ends one session at once. Raises NotFound, and ClosedForNow for another one than this."""
    here = session_id == uow.actor.session_id
    account_id = uow.require_self("session") if here else await require_own_sign_in(uow, "session")
    if not await queries.end_session(uow.conn, account_id, session_id):
        raise NotFound
    uow.changed(ME, "session", session_id)


async def end_this_session(uow: UnitOfWork) -> None:
    """Signs out."""
    if uow.actor.session_id:
        await end_session(uow, uow.actor.session_id)


async def end_other_sessions(uow: UnitOfWork, *, calendar_links: bool = False) -> EndedSessions:
    """Signs out everywhere else, and ends the pushes of sessions that were over before. `calendar_links`: a calendar that reads the person's link is a place, too."""
    account_id = uow.require_self("session")
    ended = await queries.end_other_sessions(uow.conn, account_id, uow.actor.session_id, uow.now)
    if calendar_links:
        await queries.end_feed(uow.conn, account_id)
    uow.changed(ME, "session", None)
    return EndedSessions(ended=ended)


async def sign_out_everywhere(
    uow: UnitOfWork, org_ids: Sequence[int], *, calendar_links: bool = False
) -> EndedSessions:
    """The same at the person's wish: drafts of confidential texts go as well, in their organisations. Raises ClosedForNow."""
    account_id = await require_own_sign_in(uow, "session")
    payload = RemoveDrafts(account_id=account_id, org_ids=list(org_ids))
    await tasks.enqueue(uow, RemoveDrafts.kind, str(account_id), payload, uow.now)
    return await end_other_sessions(uow, calendar_links=calendar_links)


async def list_devices(uow: Reading) -> list[Device]:
    """Devices that are told resources."""
    return await queries.list_devices(uow.conn, uow.require_self("device"))


async def add_device(uow: UnitOfWork, new: DeviceNew) -> Device:
    """Registers a device, which gets pushes until this session is ended. Another account that registered the same address keeps it.

    Of many, the longest unseen are forgotten. Raises SharedPhone, Unauthenticated.
    """
    account_id = uow.require_self("device")
    kind = "fcm" if isinstance(new, FcmDevice) else "webpush"
    text = new.address if isinstance(new, FcmDevice) else msgspec.json.encode(_subscription(new)).decode()
    named = new.address if isinstance(new, FcmDevice) else new.endpoint
    address = (uow.sealer.name("device", named), uow.sealer.seal_contact("device", account_id, text))
    device_id = await queries.put_device(
        uow.conn, account_id, uuid4(), kind, address, new.name, now=uow.now, session_id=uow.actor.session_id
    )
    if device_id is None:
        raise SharedPhone if any(s.current for s in await list_sessions(uow)) else Unauthenticated
    uow.changed(ME, "device", device_id)
    for old in (await list_devices(uow))[DEVICES:]:
        if old.device_id != device_id:
            await queries.remove_device(uow.conn, account_id, old.device_id)
    return await get_device(uow, device_id)


async def get_device(uow: Reading, device_id: UUID) -> Device:
    """One device. Raises NotFound."""
    found = [d for d in await list_devices(uow) if d.device_id == device_id]
    if not found:
        raise NotFound
    return found[0]


async def remove_device(uow: UnitOfWork, device_id: UUID) -> None:
    """Forgets a device. Raises NotFound, ClosedForNow."""
    account_id = await require_own_sign_in(uow, "device")
    if not await queries.remove_device(uow.conn, account_id, device_id):
        raise NotFound
    uow.changed(ME, "device", device_id)


async def list_resets(uow: Reading) -> list[SecretReset]:
    """Who handed out a new starting code for this student, and when (DESIGN 5)."""
    return await queries.list_resets(uow.conn, uow.require_self())


def _subscription(new: DeviceNew) -> dict[str, object]:
    if isinstance(new, FcmDevice):
        return {}
    return {"endpoint": new.endpoint, "keys": {"p256dh": new.keys.p256dh, "auth": new.keys.auth}}


def _email_key(uow: Reading, account_id: UUID, address: str) -> bytes:
    # Bound to account and address: a code proves this address for this person and no other.
    return uow.sealer.name("email", str(account_id), address)


def _version(row: queries.AccountRow) -> int:
    return int(row.updated_at.timestamp() * 1_000_000)
