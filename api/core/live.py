"""Tells open apps that something changed for their person, through Valkey. A hint for speed: whatever is missed, the next read shows.

A hint names accounts and one of a few words, never what happened. What an app shows then comes from its ordinary reads.
"""

from collections.abc import Mapping, Set
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

from api.core import nudge

CHANNEL = "xinqiao:changed"

Topic: TypeAlias = Literal["inbox", "diary", "visits"]


class Touched(msgspec.Struct, frozen=True, kw_only=True, tag="touched"):
    """What changed with one commit in an organisation, and for whom. `everybody`: for all of its people."""

    org_id: int
    topics: Mapping[Topic, Set[UUID]]
    everybody: Set[Topic] = frozenset()


class Taken(msgspec.Struct, frozen=True, kw_only=True, tag="taken"):
    """A session opened a stream: earlier ones of the same session end, also those of other processes."""

    session_id: UUID
    stream_id: UUID


Hint: TypeAlias = Touched | Taken

MOST_NAMED = 1000
"""People whom a hint names for one word. Where there are more, everybody in the organisation who has the app open asks again."""


def touched(org_id: int, topics: Mapping[Topic, Set[UUID]], everybody: Set[Topic]) -> Touched:
    """A hint of a few kilobytes, however many people there are."""
    crowded: set[Topic] = {topic for topic, people in topics.items() if len(people) > MOST_NAMED}
    wide = crowded | everybody
    named: dict[Topic, Set[UUID]] = {topic: people for topic, people in topics.items() if people and topic not in wide}
    return Touched(org_id=org_id, topics=named, everybody=wide)


def encode(hint: Hint) -> bytes:
    """A hint as it travels."""
    return msgspec.json.encode(hint)


def decode(raw: bytes) -> Hint | None:
    """A hint that arrived; None for anything else that somebody wrote there."""
    try:
        return msgspec.json.decode(raw, type=Hint)
    except msgspec.DecodeError:
        return None


def publish_soon(redis_url: str | None, hint: Hint) -> None:
    """Sends a hint beside the request or task, which neither waits for it nor fails with it."""
    if redis_url is None:
        return
    nudge.beside(nudge.publish(redis_url, CHANNEL, encode(hint)))
