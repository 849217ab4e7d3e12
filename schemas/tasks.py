"""What every task's payload shares."""

from typing import ClassVar

import msgspec


class TaskPayload(msgspec.Struct, frozen=True, kw_only=True):
    """The payload of one kind of task: ids only (DESIGN §4). `kind` is stored in the task's row."""

    kind: ClassVar[str]
