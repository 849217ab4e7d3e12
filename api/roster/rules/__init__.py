"""What a file says, what is wrong with it and what it would change: pure functions, no I/O."""

from api.roster.rules.covering import lost_by, makes_a_difference, propose, scopes
from api.roster.rules.diff import apply, diff, empty, of_staff, stranded, summary
from api.roster.rules.giving import (
    admits_readers,
    barred_lessons,
    given_parts,
    noted_parts,
    takes_child,
    takes_part,
    ties_barred,
)
from api.roster.rules.losses import losses
from api.roster.rules.merge import complete, kept_leads, without_ties
from api.roster.rules.moved import rekeyed, rekeyed_said, rekeyed_undo
from api.roster.rules.previews import preview_of
from api.roster.rules.reading import Checked, Reading, check
from api.roster.rules.scrub import scrub
from api.roster.rules.twins import second_bearers
from api.roster.rules.undo import undo_of, undone
from api.roster.rules.unnumbered import is_mailed, known_colleagues, known_persons, sign_in_names

__all__ = [
    "Checked",
    "Reading",
    "admits_readers",
    "apply",
    "barred_lessons",
    "check",
    "complete",
    "diff",
    "empty",
    "given_parts",
    "is_mailed",
    "kept_leads",
    "known_colleagues",
    "known_persons",
    "losses",
    "lost_by",
    "makes_a_difference",
    "noted_parts",
    "of_staff",
    "preview_of",
    "propose",
    "rekeyed",
    "rekeyed_said",
    "rekeyed_undo",
    "scopes",
    "scrub",
    "second_bearers",
    "sign_in_names",
    "stranded",
    "summary",
    "takes_child",
    "takes_part",
    "ties_barred",
    "undo_of",
    "undone",
    "without_ties",
]  # fmt: skip
