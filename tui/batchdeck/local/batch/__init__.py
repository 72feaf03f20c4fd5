"""The Batch service: wire, records, operations, scheduler."""
