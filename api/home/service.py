"""The first screen, in one request: who one is, what needs one, what is next. Its content comes from the features."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from api.core import db
from api.core.access import Actor
from api.core.first_screen import AnyHomePart, Probe
from api.core.together import read_together
from api.core.unit_of_work import Reading
from api.home import queries
from api.home.shape import Shape, merged
from api.home.ties import ties_of
from schemas.accounts.wire import Child, Language
from schemas.home.wire import Home, HomeOrg, Need

NEEDS_STEP_UP = frozenset(
    {"school_admin", "counsellor", "leader", "custodian", "class_teacher", "subject_teacher", "grade_lead", "officer"}
)
"""Roles that open confidential text and therefore want password and authenticator."""
_children = msgspec.json.Decoder(list[Child])


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What one organisation adds: what it is, and what was read for each part, in the order of the parts."""

    org: HomeOrg
    found: list[Any]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the session already says about the person."""

    account_id: UUID
    language: Language
    assurance: int
    has_secret: bool
    has_totp: bool
    passkeys: int
    recent_resets: int
    closed_until: datetime | None
    number_closed_until: datetime | None


async def get_share(uow: Reading, screen: Shape) -> Share:
    """One organisation's share: its names, the person's roles and children, and each part that concerns them.

    It is read in one statement, and in a second one what a probe of the first has found.
    """
    account_id, actor = uow.require_self(), uow.actor
    asked = [part for part in screen.parts if part.asked(actor)]
    # A cluster is asked one statement after the other: there a probe would only add one.
    probes = {} if db.on_cluster(uow.conn) else {id(part): p.sql for part in asked if (p := _probe(part, actor))}
    at_once = [part for part in asked if id(part) not in probes]
    place, has, *found = await read_together(
        uow,
        lambda own: queries.get_place(own.conn, actor.org_id, account_id),
        lambda own: _probed(own, probes),
        *(part.read for part in at_once),
    )
    late = [part for part in asked if id(part) in has]
    found += await read_together(uow, *(part.read for part in late)) if late else []
    read = dict(zip(map(id, [*at_once, *late]), found, strict=True))
    org = HomeOrg(
        org_id=place.org_id,
        kind=place.kind,
        name_zh=place.name_zh,
        name_en=place.name_en,
        time_zone=place.time_zone,
        roles=sorted(actor.roles),
        children=_children.decode(place.children),
        ties=ties_of(actor),
    )
    return Share(org=org, found=[read.get(id(part), part.nothing) for part in screen.parts])


def _probe(part: AnyHomePart, actor: Actor) -> Probe | None:
    return part.probe if part.probe and part.probe.covers(actor) else None


async def _probed(uow: Reading, probes: Mapping[int, str]) -> set[int]:
    people = {*uow.actor.child_ids, uow.actor.account_id}
    found = await queries.list_probed(uow.conn, list(probes.values()), uow.actor.org_id, people, uow.now)
    return {part for part, has in zip(probes, found, strict=True) if has}


def combine(screen: Shape, asked: Asked, shares: Mapping[int, Share]) -> Any:
    """The screen put together."""
    roles = {role for share in shares.values() for role in share.org.roles}
    own = Home(
        account_id=asked.account_id,
        language=asked.language,
        assurance=asked.assurance,
        closed_until=asked.closed_until,
        number_closed_until=asked.number_closed_until,
        needs=[*_own_needs(asked, roles), *_other_needs(screen, shares)],
    )
    fields = [part.screen.of([s.found[at] for s in shares.values()]) for at, part in _numbered(screen) if part.screen]
    return merged(screen.home, [own, *fields], orgs=[_org(screen, share) for share in shares.values()])


def _org(screen: Shape, share: Share) -> Any:
    return merged(screen.org, [share.org, *(p.org.of(share.found[at]) for at, p in _numbered(screen) if p.org)])


def _other_needs(screen: Shape, shares: Mapping[int, Share]) -> list[Need]:
    found = ((part.needs, share.found[at]) for at, part in _numbered(screen) for share in shares.values())
    return [need for needs, read in found if needs for need in needs(read)]


def _numbered(screen: Shape) -> list[tuple[int, AnyHomePart]]:
    return list(enumerate(screen.parts))


def _own_needs(asked: Asked, roles: set[str]) -> list[Need]:
    step_up = bool(roles & NEEDS_STEP_UP) and not asked.passkeys
    return [
        *([_need("set_passkey")] if step_up and not asked.has_secret else []),
        *([_need("set_totp")] if step_up and asked.has_secret and not asked.has_totp else []),
        *([_need("see_resets")] if asked.recent_resets else []),
    ]


def _need(kind: str) -> Need:
    return Need(kind=kind, org_id=None, resource_id=None, name=None, student_id=None)
