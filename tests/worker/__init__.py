"""Tests of the sample worker, against the S3 of an embedded account."""
