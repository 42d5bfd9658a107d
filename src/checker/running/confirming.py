"""The run that confirms a record before `accept` writes it: under other settings, and guarded.

`unrepeatable` lists what ends it. What else depends on the settings shows in its output.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tqdm import tqdm

from checker.problem import FAILED, Problem
from checker.project import Project
from checker.running.cache import Printed
from checker.running.outcomes import Outcome, Outcomes, agreed
from checker.running.process import Server
from checker.running.recordable import mended
from checker.running.runner import run

GUARD = "checker.running.unrepeatable"


def confirmed(project: Project, first: dict[str, Printed]) -> Outcomes:
    """What each of these runs left, if a second one leaves the same; else a Problem."""
    if not first:
        return {}
    at_once = os.cpu_count() or 1
    servers = [Server(project.root, [GUARD], second=True) for _ in [*first][:at_once]]
    free = [*servers]  # as many as the pool has threads

    def again(name: str) -> Outcome:
        server = free.pop()
        try:
            outcome = agreed(name, first[name], run(project, name, server)[0])
        except Problem as problem:
            outcome = problem
        except (BrokenPipeError, EOFError):
            servers.append(server := Server(project.root, [GUARD], second=True))
            return Problem(FAILED, f"examples/{name}.py", None, "was ended from outside; run again")
        finally:
            free.append(server)
        if isinstance(outcome, Problem):
            return replace(outcome, advice=mended(project, name))
        return outcome

    pool = ThreadPoolExecutor(len(servers))
    try:
        outcomes = tqdm(pool.map(again, first), "confirming", len(first), leave=False, disable=None)
        return dict(zip(first, outcomes, strict=True))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for server in servers:
            server.close()
