"""The same table, drawn by different libraries."""
