"""Logs: which there are of a job, reading them both ways as they grow, and looking in them.

`source` lists the logs of a job, `reading` and `merge` follow one or several of them as a stream
of frozen states and keep the lines in a `store`, `search` finds in it.
"""
