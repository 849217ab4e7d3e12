"""Why it cannot be said that somebody leaves on a day."""

from typing import Literal, TypeAlias

from api.core.field_errors import FieldErrors

Code: TypeAlias = Literal["past", "far"]
_SENTENCES: dict[Code, tuple[str, str]] = {
    "past": ("日期不能早于今天。", "The day is before today."),
    "far": ("日期最远到两年后。", "The day is at most two years away."),
}
wrong = FieldErrors(_SENTENCES).wrong
