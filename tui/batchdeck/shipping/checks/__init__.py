"""What is looked at before anything is written; a module for each subject."""
