"""Tells the owner of a moved number: on the old number, by mail, and on the devices that they had (0285).

Administrators of the person's other organisations are told as well (0314).

The account's own way is the new number, so nothing of this goes by the inbox. The text names the school and no matter.
"""

import asyncio
from collections.abc import Iterator, Sequence
from uuid import UUID

import msgspec

from api.core import access, db, phones, tasks
from api.core.db import ReadConn, maybe
from api.core.orgs import OrgName, get_name
from api.core.sealing import ContactKind
from api.core.unit_of_work import UnitOfWork
from jobs.channels.base import ChannelKind, Later, Outgoing
from jobs.runner import Handler, Job
from schemas.accounts.tasks import NumberMoved, NumberMovedElsewhere

MOST_TRIES = 6
_CHANNELS: dict[str, ChannelKind] = {"fcm": "push", "webpush": "webpush"}
_TITLES = {"zh-CN": "登录手机号或邮箱被更换", "en": "What you sign in with was changed"}
_BODIES = {
    "zh-CN": "{org}把您的登录手机号换成了别的号码。不是您要求的？七天内在心桥登录页点“手机号被换了”，用原号码改回来，或打电话问学校。",
    "en": (
        "{org} changed the phone number that you sign in with. You did not ask for it? Within seven days choose “My number was"
        " changed” on Xinqiao's sign-in page and take it back with your old number, or call the school."
    ),
}
_BODIES_OF_MAIL = {
    "zh-CN": "{org}更换了您登录用的邮箱。不是您要求的？七天内在心桥登录页点“手机号被换了”，用原邮箱改回来，或打电话问学校。",
    "en": (
        "{org} changed the email address that you sign in with. You did not ask for it? Within seven days choose “My number was"
        " changed” on Xinqiao's sign-in page and take it back with your old address, or call the school."
    ),
}


_Item = tuple[ChannelKind, Outgoing]


class NotTold(Exception):
    """A channel asked for another try."""


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    language: str
    old_sealed: bytes | None
    by_mail: bool
    email_sealed: bytes | None
    device_kinds: list[str]
    device_addresses: list[bytes]
    others: list[int]


SELECT_TOLD = """
select language, old_sealed, by_mail, email_sealed, device_kinds, device_addresses, others from login_move_told($1, $2)
"""


async def tell_old_number(job: Job[NumberMoved], payload: NumberMoved) -> None:
    """Sends to every way that was the person's. Nothing once it was taken back or confirmed. Raises NotTold, to be tried again."""
    if job.failures >= MOST_TRIES:
        return
    async with job.transaction() as uow:
        org = await get_name(uow.conn, uow.actor.org_id)
        async with db.transaction(uow.services.door, db.PLATFORM) as conn:
            told = await _find_told(conn, payload.account_id, payload.move_id)
        if told is None:
            return
        await _tell_others(uow, payload, told.others)
        items = _items(uow, payload, told, org)
    sendings = [job.channels[kind].send_many([item]) for kind, item in items if kind in job.channels]
    results = [result for own in await asyncio.gather(*sendings) for result in own]
    if any(isinstance(result, Later) for result in results):
        raise NotTold


async def _find_told(conn: ReadConn, account_id: UUID, move_id: UUID) -> _Told | None:
    return await maybe(conn, _Told, SELECT_TOLD, account_id, move_id)


async def _tell_others(uow: UnitOfWork, payload: NumberMoved, others: Sequence[int]) -> None:
    told = NumberMovedElsewhere(account_id=payload.account_id, move_id=payload.move_id)
    for org_id in others:
        with uow.elsewhere(org_id):
            await tasks.enqueue(uow.acting_as(access.system(org_id)), told.kind, str(told.move_id), told, uow.now)
    uow.due = uow.due or bool(others)


def _ways(told: _Told) -> Iterator[tuple[ChannelKind, ContactKind, bytes]]:
    if told.old_sealed and told.by_mail:
        yield "mail", "mail", told.old_sealed
    elif told.old_sealed:
        yield "sms", "phone", told.old_sealed
    if told.email_sealed:
        yield "mail", "mail", told.email_sealed
    for kind, address in zip(told.device_kinds, told.device_addresses, strict=True):
        if kind in _CHANNELS:
            yield _CHANNELS[kind], "device", address


def _items(uow: UnitOfWork, payload: NumberMoved, told: _Told, org: OrgName) -> list[_Item]:
    language = "en" if told.language == "en" else "zh-CN"
    body = (_BODIES_OF_MAIL if told.by_mail else _BODIES)[language].format(
        org=org.name_en if language == "en" else org.name_zh
    )
    found: list[_Item] = []
    for at, (channel, kind, sealed) in enumerate(_ways(told)):
        address = uow.sealer.open_contact(kind, payload.account_id, sealed)
        dedupe_id = f"number:{payload.move_id}:{at}"
        found.append((channel, _outgoing(uow, dedupe_id, channel, address, _TITLES[language], body)))
    return found


def _outgoing(uow: UnitOfWork, dedupe_id: str, channel: ChannelKind, address: str, title: str, body: str) -> Outgoing:
    sms = channel == "sms"  # carries our sign and no link, as every SMS
    return Outgoing(
        dedupe_id=dedupe_id,
        address=phones.to_e164(address) if sms else address,
        title="" if sms else title,
        body=f"【心桥】{body}" if sms else body,
        at=uow.now,
        link=None if sms else f"{uow.config.base_url}/sign-in/number",
        urgent=True,
        org_id=uow.actor.org_id,
        topic=dedupe_id,
    )


HANDLER = Handler(payload=NumberMoved, handle=tell_old_number)
