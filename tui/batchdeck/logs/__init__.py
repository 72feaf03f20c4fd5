"""Logs: which there are of a job, reading them both ways as they grow, and looking in them.

`source` lists the logs of a job; `stream` reads one of them, each event once; `reading` and
`merge` follow one job or several as a stream of frozen states and keep the lines in a `store`,
which never takes more than so much memory. `search` finds lines in it, `finding` lets AWS look.
"""
