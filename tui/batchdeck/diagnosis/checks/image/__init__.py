"""Checks of the layer image."""
