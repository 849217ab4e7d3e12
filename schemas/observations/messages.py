"""Observations: what fills their messages."""

from uuid import UUID

from schemas.messages.templates import Params


class UrgentParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Something urgent at a school. `observation_id` is random and means nothing outside the app."""

    school_zh: str
    school_en: str
    observation_id: UUID


class SchoolParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Something at a school that nobody there can take, told to its bureau."""

    school_zh: str
    school_en: str


class DisclosureParams(Params, frozen=True, kw_only=True, rename="camel"):
    """A request of custodians. `observer_disclosure_id` is random and means nothing outside the app."""

    observer_disclosure_id: UUID
