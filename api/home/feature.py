"""Registers the feature: the first screen."""

from api.core.feature import Feature

FEATURE = Feature(name="home")
