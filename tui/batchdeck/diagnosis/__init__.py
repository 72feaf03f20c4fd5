"""Why a job does not run: facts, checks on them, and a ranking of what the checks find."""
