"""Registers the feature: events, invites, feeds and replies."""

from api.core.feature import Feature

FEATURE = Feature(name="calendar")
