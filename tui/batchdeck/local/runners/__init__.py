"""What makes a started job run."""
