"""What a file says, what is wrong with it and what it would change: pure functions, no I/O."""

from api.roster.rules.diff import apply, diff, empty, stranded, summary
from api.roster.rules.losses import losses, needs_confirmation
from api.roster.rules.merge import complete, without_ties
from api.roster.rules.reading import Checked, Reading, check
from api.roster.rules.scrub import scrub
from api.roster.rules.undo import undo_of, undone

__all__ = [
    "Checked", "Reading", "apply", "check", "complete", "diff", "empty", "losses", "needs_confirmation", "scrub", "stranded", "summary",
    "undo_of", "undone", "without_ties",
]  # fmt: skip
