"""How much a family comes before others. Pure."""

KEY = 8
"""Points of a key student: more than those of two families that were unvisited longest."""
STEPS = (180, 365, 730)
"""Days unvisited at which a family gets one more point. A family that was never visited gets all."""


def points(key: bool, days_unvisited: int | None) -> int:
    """Points of a family: key students first, then those longest unvisited. None: never visited."""
    waited = len(STEPS) if days_unvisited is None else sum(days_unvisited >= days for days in STEPS)
    return KEY * key + waited
