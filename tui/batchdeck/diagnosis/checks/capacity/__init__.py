"""Checks of the layer capacity."""
