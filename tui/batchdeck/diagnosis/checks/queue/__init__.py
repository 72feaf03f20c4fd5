"""Checks of the layer queue."""
