"""What the policies of an account's users, groups and roles allow."""
