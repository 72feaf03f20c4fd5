"""Reusable widgets that only paint."""
