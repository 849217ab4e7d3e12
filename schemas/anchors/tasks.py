"""Anchors: payloads of tasks."""

from datetime import date
from typing import ClassVar

from schemas.tasks import TaskPayload


class AnchorChains(TaskPayload, frozen=True, kw_only=True):
    """The ends of all chains of openings are written to files, daily. Planned in organisation 0 when a worker starts."""

    kind: ClassVar[str] = "anchor_chains"


class MailAnchor(TaskPayload, frozen=True, kw_only=True):
    """The day's check code of an organisation's chain is mailed to its custodians; in organisation 0 those of all to the operator."""

    kind: ClassVar[str] = "mail_anchor"
    day: date
