"""What can go wrong when somebody is told something: faults of ours, not of a reader."""


class Unfit(ValueError):
    """A message that cannot be told as given. The text is one sentence for the log, without data."""
