"""Use cases on job definitions: edited, registered, cleaned up."""
