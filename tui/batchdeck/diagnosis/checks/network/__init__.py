"""Checks of the layer network."""
