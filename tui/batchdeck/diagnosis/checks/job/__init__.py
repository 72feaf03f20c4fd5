"""Checks of the layer job."""
