"""What features register is what the database allows; otherwise nothing starts."""

import asyncio
from uuid import UUID

import pytest

from api import app as apps
from api.core import db
from api.core.config import Config
from api.core.errors import Misconfigured
from api.core.feature import EventType, Feature, Registry
from api.core.stored_kinds import missing_kinds
from api.features import FEATURES, REGISTRY
from jobs import worker as workers
from schemas.calendar.kinds import EventWords

PARTY = EventWords(title_zh="聚会", title_en="Party", page="parties")
UNKNOWN = Feature(
    name="unknown",
    vault_kinds=("secret_plan",),
    claim_sources=("party",),
    events={
        "party": EventType(
            words=PARTY,
            reply=lambda _, __: _end(),
            audience=lambda _, __: _nobody(),
            hidden=lambda _, __, ___: _nobody(),
        )
    },
)
SENTENCE = "vault kind 'secret_plan', the claim source 'party', the event kind 'party': run `./xinqiao migrate`"


async def _end() -> None:
    """Answers change nothing here."""


async def _nobody() -> frozenset[UUID]:
    """No calendar is told of a party."""
    return frozenset()


async def test_the_database_allows_every_kind(pool: db.Pool) -> None:
    async with db.transaction(pool, db.PLATFORM) as conn:
        assert await missing_kinds(conn, REGISTRY) == []


async def test_a_kind_of_draft_without_a_migration_is_missed(pool: db.Pool) -> None:
    registry = Registry((*FEATURES, Feature(name="more", draft_kinds=("letter",))))
    async with db.transaction(pool, db.PLATFORM) as conn:
        assert await missing_kinds(conn, registry) == ["draft kind 'letter'"]


async def test_a_kind_without_a_migration_stops_the_api(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps, "REGISTRY", Registry((*FEATURES, UNKNOWN)))
    with pytest.raises(ExceptionGroup) as stopped:
        async with apps.create_app(config).lifespan():
            pass
    assert stopped.group_contains(Misconfigured, match=SENTENCE)


async def test_a_kind_without_a_migration_stops_the_worker(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "REGISTRY", Registry((*FEATURES, UNKNOWN)))
    with pytest.raises(Misconfigured, match=SENTENCE):
        await workers.serve(config, asyncio.Event())
