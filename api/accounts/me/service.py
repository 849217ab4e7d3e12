"""A person's own settings, sessions and devices. Everything here acts on the account that asks."""

from datetime import time
from uuid import UUID

import msgspec

from api.accounts.errors import WrongCode
from api.accounts.me import queries
from api.core import tasks
from api.core.access import Action, Thing
from api.core.db import uuid7
from api.core.errors import NotFound, Problem, Stale, TooMany
from api.core.unit import Unit
from schemas.accounts import (
    CodeGiven,
    Device,
    DeviceNew,
    EmailNew,
    Ended,
    FcmDevice,
    Profile,
    ProfileEdit,
    SecretReset,
    SessionShown,
)
from schemas.tasks import SignInCode

DEVICES = 20
"""Of one person: each telling goes to all of them, and other people's wait in the same batch."""


def require_self(unit: Unit, kind: str = "account") -> UUID:
    """Opens every operation about oneself; returns whose. Raises Unauthenticated."""
    account_id = unit.actor.account_id
    unit.require(Action.ME, Thing(org_id=unit.actor.org_id, kind=kind, people=frozenset({account_id})))
    return account_id


async def get_profile(unit: Unit, _: UUID | None = None) -> Profile:
    """The settings. A mail address is shown to its owner alone."""
    row = await queries.get_account(unit.conn, require_self(unit))
    return Profile(
        account_id=row.account_id,
        language=row.language,
        quiet_from=f"{row.quiet_from:%H:%M}",
        quiet_to=f"{row.quiet_to:%H:%M}",
        channels=row.channels,
        plain_titles=row.plain_titles,
        email=unit.sealer.open_contact(row.email_sealed) if row.email_sealed else None,
        email_verified=row.email_verified_at is not None,
        has_password=row.has_secret,
        has_totp=row.has_totp,
        version=_version(row),
    )


async def set_profile(unit: Unit, edit: ProfileEdit, version: int) -> Profile:
    """Changes the settings. Raises Stale."""
    row = await queries.get_account(unit.conn, require_self(unit))
    if _version(row) != version:
        raise Stale
    changed = msgspec.structs.replace(
        row,
        language=edit.language,
        quiet_from=time.fromisoformat(edit.quiet_from),
        quiet_to=time.fromisoformat(edit.quiet_to),
        channels=list(dict.fromkeys(edit.channels)),
        plain_titles=edit.plain_titles,
    )
    await queries.set_account(unit.conn, changed, unit.now)
    unit.changed(Action.ME, "account", row.account_id)
    return await get_profile(unit)


async def set_email(unit: Unit, new: EmailNew) -> None:
    """Keeps a mail address, not yet verified, and has a code sent to it. Raises TooMany."""
    account_id = require_self(unit)
    wait = await queries.count_attempt(
        unit.conn, unit.sealer.name("attempt", "email", str(account_id)), 5, 3600, unit.now
    )
    if wait:
        raise TooMany(retry_after=wait)
    await queries.set_email(unit.conn, account_id, unit.sealer.seal_contact(new.email), None, unit.now)
    key = _email_key(unit, account_id, new.email)
    code = SignInCode(key_hash=key.hex(), to="email", account_id=account_id)
    await tasks.plan(unit, SignInCode.kind, f"email:{key.hex()}", code, unit.now)
    unit.changed(Action.ME, "email", account_id)


async def confirm_email(unit: Unit, given: CodeGiven) -> Problem | Profile:
    """The address is the person's: invites go there from now on. A wrong code is returned, so that it counts."""
    account_id = require_self(unit)
    row = await queries.get_account(unit.conn, account_id)
    address = unit.sealer.open_contact(row.email_sealed) if row.email_sealed else ""
    key = _email_key(unit, account_id, address)
    if not await queries.take_code(unit.conn, key, unit.sealer.code(key, given.code), unit.now):
        return WrongCode()
    await queries.set_email(unit.conn, account_id, row.email_sealed, unit.now, unit.now)
    unit.changed(Action.ME, "email", account_id)
    return await get_profile(unit)


async def remove_email(unit: Unit) -> None:
    """Forgets the mail address."""
    account_id = require_self(unit)
    await queries.set_email(unit.conn, account_id, None, None, unit.now)
    unit.changed(Action.ME, "email", account_id)


async def list_sessions(unit: Unit) -> list[SessionShown]:
    """Where the person is signed in."""
    rows = await queries.list_sessions(unit.conn, require_self(unit, "session"), unit.now)
    return [
        SessionShown(**msgspec.structs.asdict(row), current=row.session_id == unit.actor.session_id) for row in rows
    ]


async def end_session(unit: Unit, session_id: UUID) -> None:
    """Ends one session at once. Raises NotFound."""
    account_id = require_self(unit, "session")
    if not await queries.end_session(unit.conn, account_id, session_id):
        raise NotFound
    unit.changed(Action.ME, "session", session_id)


async def end_this_session(unit: Unit) -> None:
    """Signs out."""
    if unit.actor.session_id:
        await end_session(unit, unit.actor.session_id)


async def end_other_sessions(unit: Unit) -> Ended:
    """Signs out everywhere else."""
    account_id = require_self(unit, "session")
    rows = await queries.list_sessions(unit.conn, account_id, unit.now)
    others = [row.session_id for row in rows if row.session_id != unit.actor.session_id]
    for session_id in others:
        await queries.end_session(unit.conn, account_id, session_id)
    unit.changed(Action.ME, "session", None)
    return Ended(ended=len(others))


async def list_devices(unit: Unit) -> list[Device]:
    """Devices that are told things."""
    return await queries.list_devices(unit.conn, require_self(unit, "device"))


async def add_device(unit: Unit, new: DeviceNew) -> Device:
    """Registers a device, which is told things until this session is ended; an address belongs to whoever registered it last.

    Of many, the longest unseen are forgotten.
    """
    account_id = require_self(unit, "device")
    kind = "fcm" if isinstance(new, FcmDevice) else "webpush"
    text = new.address if isinstance(new, FcmDevice) else msgspec.json.encode(_subscription(new)).decode()
    named = new.address if isinstance(new, FcmDevice) else new.endpoint
    address = (unit.sealer.name("device", named), unit.sealer.seal_contact(text))
    device_id = await queries.put_device(
        unit.conn, account_id, uuid7(), kind, address, new.name, now=unit.now, session_id=unit.actor.session_id
    )
    unit.changed(Action.ME, "device", device_id)
    for old in (await list_devices(unit))[DEVICES:]:
        if old.device_id != device_id:
            await queries.remove_device(unit.conn, account_id, old.device_id)
    return await get_device(unit, device_id)


async def get_device(unit: Unit, device_id: UUID) -> Device:
    """One device. Raises NotFound."""
    found = [d for d in await list_devices(unit) if d.device_id == device_id]
    if not found:
        raise NotFound
    return found[0]


async def remove_device(unit: Unit, device_id: UUID) -> None:
    """Forgets a device. Raises NotFound."""
    account_id = require_self(unit, "device")
    if not await queries.remove_device(unit.conn, account_id, device_id):
        raise NotFound
    unit.changed(Action.ME, "device", device_id)


async def list_resets(unit: Unit) -> list[SecretReset]:
    """Who handed out a new starting code for this pupil, and when (DESIGN 5)."""
    return await queries.list_resets(unit.conn, require_self(unit))


def _subscription(new: DeviceNew) -> dict[str, object]:
    if isinstance(new, FcmDevice):
        return {}
    return {"endpoint": new.endpoint, "keys": {"p256dh": new.keys.p256dh, "auth": new.keys.auth}}


def _email_key(unit: Unit, account_id: UUID, address: str) -> bytes:
    # Bound to account and address: a code proves this address for this person and no other.
    return unit.sealer.name("email", str(account_id), address)


def _version(row: queries.AccountRow) -> int:
    return int(row.updated_at.timestamp() * 1_000_000)
