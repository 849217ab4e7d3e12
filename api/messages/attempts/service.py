"""Messages as they leave: for one person by one channel, with its words and addresses. For the worker alone."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec
from cryptography.exceptions import InvalidTag

from api.core import phones
from api.core.unit_of_work import Reading
from api.messages import queries, rules
from api.messages.budgets import rules as budget_rules
from api.messages.preview import rules as sms_rules
from schemas.messages.budgets import Cost
from schemas.messages.rows import (
    Address,
    ChannelName,
    Contact,
    Delivery,
    DeliveryAttempt,
    Due,
    Outcome,
    OwnLink,
)
from schemas.messages.templates import Words


def moved(outcome: Outcome, message_id: UUID) -> Outcome:
    """The same outcome, of an attempt that a broadcast made, in the name of the message that goes on from there."""
    attempt = msgspec.structs.replace(outcome.attempt, message_id=message_id)
    return msgspec.structs.replace(outcome, attempt=attempt)


def make_attempt(
    uow: Reading, row: Due, contact: Contact, channel: ChannelName, past: Delivery | None, zone: ZoneInfo
) -> DeliveryAttempt:
    """A message for one person on one channel, with its words and the addresses opened. For the worker alone."""
    words = _words(uow, row, contact, zone, sms=channel == "sms")
    return DeliveryAttempt(
        message_id=row.message_id,
        told_id=row.told_id,
        replaces=row.replaces or _latest(uow, row),
        account_id=row.account_id,
        channel=channel,
        tries=past.tries + 1 if past else 1,
        addresses=_addresses(uow, contact, channel),
        title=words.title,
        body=words.body,
        expires_at=row.expires_at,
        urgent=row.importance == "high",
        unread_wait=rules.unread_wait(uow.services.registry.templates.get(row.template)),
        cost=_cost(uow, row, channel, words, zone),
    )


def _latest(uow: Reading, row: Due) -> UUID | None:
    """The place on a phone that messages of one kind share, where only the latest is of use."""
    template = uow.services.registry.templates.get(row.template)
    return uuid5(NAMESPACE_OID, f"{uow.actor.org_id}:{row.template}") if template and template.latest_alone else None


def parts_of(uow: Reading, row: Due, contact: Contact, zone: ZoneInfo) -> int:
    """As how many SMS one to this person counts."""
    return sms_rules.parts_of(_words(uow, row, contact, zone, sms=True).body)


def _cost(uow: Reading, row: Due, channel: ChannelName, words: Words, zone: ZoneInfo) -> Cost | None:
    if not budget_rules.has_budget(channel):
        return None
    kind = budget_rules.kind_of(row.template, row.importance, broadcast=row.broadcast)
    parts = sms_rules.parts_of(words.body) if channel == "sms" else 1
    return Cost(parts=parts, kind=kind, month=budget_rules.month_of(uow.now, zone))


def _words(uow: Reading, row: Due, contact: Contact, zone: ZoneInfo, *, sms: bool) -> Words:
    template = uow.services.registry.templates.get(row.template)
    plain = contact.plain_titles
    return rules.render(template, row.params, contact.language, zone, outside=True, plain=plain, sms=sms)


async def open_contacts(uow: Reading, accounts: Sequence[UUID], has: frozenset[ChannelName]) -> dict[UUID, Contact]:
    """How people can be reached by these channels."""
    rows = await queries.list_contacts(uow.conn, accounts, uow.now) if accounts else []
    wecom, wechat = await _links(uow, accounts, has) if rows else ({}, {})
    return {
        row.account_id: Contact(
            **msgspec.structs.asdict(row), wecom=wecom.get(row.account_id), wechat=wechat.get(row.account_id)
        )
        for row in rows
    }


async def _links(
    uow: Reading, accounts: Sequence[UUID], has: frozenset[ChannelName]
) -> tuple[dict[UUID, OwnLink], dict[UUID, OwnLink]]:
    """Who of these people is known in the WeCom, and in the WeChat service account, of the organisation."""
    wecom: list[OwnLink] = []
    wechat: list[OwnLink] = []
    org_id = uow.actor.org_id
    if "wecom" in has:
        wecom = await queries.list_wecom_links(uow.conn, org_id, accounts)
    if "wechat" in has and (own := rules.wechat_account(uow.config, org_id)):
        wechat = await queries.list_wechat_links(uow.conn, org_id, accounts, own.app_id)
    return {link.account_id: link for link in wecom}, {link.account_id: link for link in wechat}


def _addresses(uow: Reading, contact: Contact, channel: ChannelName) -> list[Address]:
    found: list[Address] = []
    kind = rules.contact_kind(channel)
    for sealed, device in rules.addresses(contact, channel):
        with suppress(InvalidTag, ValueError):  # what can't be opened is no address; it must not stop the others
            text = uow.sealer.open_contact(kind, contact.account_id, sealed)
            if address := _written(uow, contact, channel, text):
                found.append(Address(text=address, device_id=device))
    return found


def _written(uow: Reading, contact: Contact, channel: ChannelName, text: str) -> str | None:
    """An opened address as its channel takes it. None: the person's number is not the one that proved the link."""
    if channel in rules.OWN:
        link, org_id = rules.link(contact, channel), uow.actor.org_id
        if channel == "wecom":
            marks = uow.sealer.marks("wecom", org_id, text)
        else:
            marks = rules.wechat_marks(uow.sealer, org_id, text, contact.sign_outs)
        return link.user_id if link and link.phone_mark in marks else None
    return phones.to_e164(text) if channel == "sms" else text
