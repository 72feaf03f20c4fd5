"""batchdeck: a terminal console for AWS Batch."""

__version__ = "0.1.0"
