"""What a file says, what is wrong with it and what it would change: pure functions, no I/O."""

from api.roster.rules.check import Checked, check
from api.roster.rules.diff import apply, complete, diff, empty, needs_confirmation, stranded, summary

__all__ = ["Checked", "apply", "check", "complete", "diff", "empty", "needs_confirmation", "stranded", "summary"]
