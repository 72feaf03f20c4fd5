"""What batchdeck does without the console: a module for each subcommand."""
