"""Phone numbers that a school moved: the person sees it, a second adult confirms it, an objection is told."""
