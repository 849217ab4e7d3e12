"""Messages: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class DeliverMessage(TaskPayload, frozen=True, kw_only=True):
    """A message's time has come. Key: the message's id; planned by `messages.service.tell` alone."""

    kind: ClassVar[str] = "deliver_message"
    message_id: UUID


class TellChunk(TaskPayload, frozen=True, kw_only=True):
    """One chunk of a broadcast's people is to be told. Key: `<broadcast>:<chunk>`."""

    kind: ClassVar[str] = "tell_chunk"
    broadcast_id: UUID
    chunk: int


class TellDigests(TaskPayload, frozen=True, kw_only=True):
    """People who want routine matters together are told them, every hour of the day. Planned in each school when a worker starts."""

    kind: ClassVar[str] = "tell_digests"


class HideMessages(TaskPayload, frozen=True, kw_only=True):
    """Guardians' ties ended: what no longer concerns them leaves their inboxes. Key: what ended them, and the first of the guardians."""

    kind: ClassVar[str] = "hide_messages"
    account_ids: list[UUID]


class LinkWecom(TaskPayload, frozen=True, kw_only=True):
    """Guardians are to be found in the WeCom of their schools. Daily, once for the platform."""

    kind: ClassVar[str] = "link_wecom"


class LinkWechat(TaskPayload, frozen=True, kw_only=True):
    """A guardian came back from WeChat's page. `code`: good once, for five minutes, and of use to nobody without the account's secret. Key: the account's id."""

    kind: ClassVar[str] = "link_wechat"
    account_id: UUID
    app_id: str
    code: str


class TellLastDays(TaskPayload, frozen=True, kw_only=True):
    """Who leaves soon is told, daily. Planned in each school when a worker starts."""

    kind: ClassVar[str] = "tell_last_days"
