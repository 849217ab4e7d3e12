"""Observations: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class ObservationFiled(TaskPayload, frozen=True, kw_only=True):
    """Those who own a new observation are to be told. Key: the observation's id; due as it becomes a case."""

    kind: ClassVar[str] = "observation_filed"
    observation_id: UUID


class ObservationMailbox(TaskPayload, frozen=True, kw_only=True):
    """The reports of the last hour become cases. One for each school; due at each full hour."""

    kind: ClassVar[str] = "observation_mailbox"


class ObservationDue(TaskPayload, frozen=True, kw_only=True):
    """An observation's deadline. Key: the observation's id; moved when it is raised, withdrawn when it is closed."""

    kind: ClassVar[str] = "observation_due"
    observation_id: UUID


class ObservationUnread(TaskPayload, frozen=True, kw_only=True):
    """Whether anybody has opened an urgent observation. Key: its id; every ten minutes until its deadline."""

    kind: ClassVar[str] = "observation_unread"
    observation_id: UUID


class ObservationUnowned(TaskPayload, frozen=True, kw_only=True):
    """Nobody at the school can be given an urgent observation: the bureau is told. Key: the observation's id."""

    kind: ClassVar[str] = "observation_unowned"
    observation_id: UUID


class ObserverDisclosureDue(TaskPayload, frozen=True, kw_only=True):
    """The time to agree to a request of custodians, or to look, ends. Key: its id; moved when it is agreed to."""

    kind: ClassVar[str] = "observer_disclosure_due"
    disclosure_id: UUID
