"""What is wrong with one field of a request, in the reader's language."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from api.core.errors import FieldError, Invalid, NotFound
from api.core.unit_of_work import Reading

Code = TypeVar("Code", bound=str)


class FieldErrors(Generic[Code]):
    """The sentences (zh, en) of a feature about single fields, by their stable codes."""

    def __init__(self, sentences: Mapping[Code, tuple[str, str]]) -> None:
        self._sentences = sentences

    def wrong(self, uow: Reading, path: str, code: Code) -> Invalid:
        """An Invalid that names one field."""
        return Invalid(fields=(self._error(uow, path, code),))

    def missing(self, uow: Reading, path: str, code: Code) -> NotFound:
        """A NotFound that names the field which points to nothing."""
        return NotFound(fields=(self._error(uow, path, code),))

    def _error(self, uow: Reading, path: str, code: Code) -> FieldError:
        zh, en = self._sentences[code]
        return FieldError(path=path, code=code, message=en if uow.actor.language == "en" else zh)
