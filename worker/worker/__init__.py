"""Joins compressed files in S3: one shard of them in each job of AWS Batch."""
