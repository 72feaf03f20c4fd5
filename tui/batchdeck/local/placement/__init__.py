"""Whether a job can be placed in an environment, read from what the account holds."""
