"""Checks of the layer instance."""
