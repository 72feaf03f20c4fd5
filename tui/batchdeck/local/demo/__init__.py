"""The living demo account."""
