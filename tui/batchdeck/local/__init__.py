"""The embedded account: an AWS-compatible server on loopback."""
