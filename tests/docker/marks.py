"""What is left of something in this machine, found by a word that nothing else has in it."""

from __future__ import annotations

from pathlib import Path

from docker import DockerClient


def containers(engine: DockerClient, word: str) -> list[str]:
    """Ids of containers, running or not, with the word in their command or environment."""
    return [
        str(container["Id"])
        for container in engine.api.containers(all=True)
        if word in container["Command"]
    ]


def processes(word: str) -> list[int]:
    """Ids of processes with the word in their command line."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and word.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found
