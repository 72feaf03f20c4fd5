"""Checks of the layer environment."""
