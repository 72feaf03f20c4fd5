"""The life of the embedded account: start, ready, end."""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import resource
import signal
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from socket import socket
from types import FrameType

from batchdeck.local import settings
from batchdeck.local.arguments import Arguments, complain
from batchdeck.local.runners.cleaner import leave_to_cleaner
from batchdeck.local.runners.docker_engine import DockerEngine, find_engine
from batchdeck.local.runners.docker_runner import DockerRunner
from batchdeck.local.runners.place import Doorway
from batchdeck.local.runners.runner import Runner
from batchdeck.local.runners.simulated import SimulatedRunner
from batchdeck.local.server import Server, bind, prepare_moto
from batchdeck.local.settings import Pace, Settings

MISSING_MOTO = "the embedded account needs moto: install batchdeck[local]"
#: Seconds that an engine has to answer, while the rest is loaded.
_ENGINE_PATIENCE = 3
_FILES = 10_240
#: Seconds in which everything must have been ended; then the process just goes.
_LAST_SECONDS = 8.0


def run(arguments: Arguments) -> int:
    """Serve until a signal or the end of standard input; the exit code."""
    if not (importlib.util.find_spec("moto") and importlib.util.find_spec("flask")):
        return complain(MISSING_MOTO)
    try:
        listener = bind(arguments.host, arguments.port)
    except OSError as error:
        reason = error.strerror or str(error)
        return complain(f"cannot serve on {arguments.host}:{arguments.port}: {reason}")
    # Nothing loaded until it is ready is garbage, and looking for some costs a third.
    gc.disable()
    over = _end_of_life(arguments.watch_stdin)
    # Started before the imports, which take longer than an engine's answer.
    with ThreadPoolExecutor(1, thread_name_prefix="engine-probe") as probe:
        engine = probe.submit(_find, arguments.engine)
        runner = _start(arguments, listener, engine)
    over.wait()
    guard = threading.Timer(_LAST_SECONDS, _go, args=(runner,))
    guard.daemon = True
    guard.start()
    runner.close()
    return 0


def _go(runner: Runner) -> None:
    """End now; what is not removed yet is removed afterwards."""
    try:
        if not runner.simulated:
            leave_to_cleaner()
    finally:
        os._exit(1)


def _start(arguments: Arguments, listener: socket, engine: Future[DockerEngine | None]) -> Runner:
    """Bring everything up and say so in one line of JSON."""
    host, port = listener.getsockname()[:2]
    prepare_moto(arguments.account, port)
    server = Server()
    runner = _make_runner(engine, server, arguments.region, port)
    _fill(arguments, runner)
    server.serve(listener)
    gc.enable()
    gc.freeze()
    ready = {
        "endpoint": f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}",
        "account": arguments.account,
        "region": arguments.region,
        "runner": runner.name,
        "simulated": runner.simulated,
        "pid": os.getpid(),
    }
    print(json.dumps(ready), flush=True)  # noqa: T201
    server.warm_up(arguments.region)
    return runner


def _fill(arguments: Arguments, runner: Runner) -> None:
    """Put our Batch in moto's place, and the demo into the account."""
    from batchdeck.local.around import resetting
    from batchdeck.local.around.watching import watch
    from batchdeck.local.batch.install import install

    install()
    resetting.install()
    watch()
    pace = {"humane": Pace.humane(), "immediate": Pace.immediate()}[arguments.pace]
    remember = arguments.remember * 3600
    if arguments.demo:
        from batchdeck.local.demo.account import build

        settings.configure(Settings(Pace.immediate(), runner, remember))
        demo = build(arguments.account, arguments.region, arguments.seed, arguments.jobs)
        settings.configure(Settings(pace, runner, remember))
        demo.begin(traffic=arguments.traffic)
    settings.configure(Settings(pace, runner, remember))


def _find(wanted: str) -> DockerEngine | None:
    return None if wanted == "none" else find_engine(_ENGINE_PATIENCE)


def _make_runner(
    engine: Future[DockerEngine | None], server: Server, region: str, port: int
) -> Runner:
    """Docker where an engine answers in time, the simulation elsewhere."""
    try:
        found = engine.result(_ENGINE_PATIENCE)
    except TimeoutError:
        found = None
    if found is None:
        return SimulatedRunner()
    allow_files()
    bridge = partial(_serve_on_bridge, found, server, port)
    runner = DockerRunner(found, Doorway(port, server.answer, bridge), _identity(region))
    runner.prepare()
    return runner


def allow_files() -> None:
    """Take as many open files as the system lets this process have, up to `_FILES`.

    A container takes two or three as long as it runs, and 1,024 are usual.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _serve_on_bridge(engine: DockerEngine, server: Server, port: int) -> str:
    """Where a container on the engine's own network reaches the account.

    On Linux that is the engine's bridge, which is served too. Where the engine runs in a
    machine of its own, as Docker Desktop's does, this host has no such address, and that
    machine leads this name to the loopback.
    """
    elsewhere = f"http://host.docker.internal:{port}"
    if not engine.gateway:  # To bind to no address in particular is to bind to all.
        return elsewhere
    try:
        listener = bind(engine.gateway, 0)
    except OSError:
        return elsewhere
    host, own_port = listener.getsockname()[:2]
    server.serve(listener)
    return f"http://{host}:{own_port}"


def _identity(region: str) -> tuple[tuple[str, str], ...]:
    """The variables with which AWS's own tools in a container ask the account."""
    return (
        ("AWS_REGION", region),
        ("AWS_DEFAULT_REGION", region),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
    )


def _end_of_life(watch_stdin: bool) -> threading.Event:
    """Set by SIGTERM, SIGINT, and the end of standard input when it is watched."""
    over = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if watch_stdin:
        threading.Thread(target=_wait_for_end, args=(over,), name="stdin", daemon=True).start()
    return over


def _wait_for_end(over: threading.Event) -> None:
    # Not `sys.stdin`: its lock, held by a read, breaks the interpreter's shutdown.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    over.set()
