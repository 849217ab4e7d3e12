"""Registers the feature: a person's appointments in all organisations."""

from api.core.feature import Feature

FEATURE = Feature(name="diary")
