"""Checks of the layer iam."""
