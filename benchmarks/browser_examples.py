"""The examples in the browser and in Python here: the same code, one thread (see browser.py)."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from opened import opened, profile, title
from playwright.sync_api import Playwright
from served import Served

ROOT = Path(__file__).parent.parent
ROUNDS = 3
HERE = """
import json, sys
from checker.browser.example import run
for line in sys.stdin:
    print(run(json.loads(line), lambda said: None)["seconds"], flush=True)
"""
THERE = """async example => {
    const { call, needsOf } = await import("/assets/python.js");
    const order = { example, edits: {} };
    const needs = await needsOf(example);
    const { seconds, error } = await call("checker.browser.example.run", order, { needs });
    return { seconds, error: error?.text };
}"""


def time(driver: Playwright, served: Served) -> None:
    """Print a table, the largest ratio first; each in turn here and there."""
    runs = json.loads((ROOT / "site/run/runs.json").read_text())["examples"]
    slow = yaml.safe_load((ROOT / "browser.yml").read_text())["seconds"]
    rows = []
    command = [sys.executable, "-c", HERE]
    pipe: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        profile() as folder,
        opened(driver, folder) as page,
        subprocess.Popen(command, cwd=ROOT, **pipe) as python,
    ):
        page.goto(served.address)
        for name in sorted(runs.keys() - slow.keys()):
            here: list[float] = []
            there: list[float] = []
            for _ in range(ROUNDS):
                here.append(answered(python, name))
                answer = page.evaluate(THERE, name)
                if answer["error"]:
                    print(f"    {name}: {answer['error']}")
                there.append(answer["seconds"])
            rows.append((median(there) / median(here), name, median(here), median(there)))
        python.terminate()
    title("\nExamples in the browser, times in Python here")
    for ratio, name, native, wasm in sorted(rows, reverse=True):
        print(f"    {name:<40}{ratio:8.1f} times   {native:8.3f} s  {wasm:8.3f} s")
    ratios = sorted(ratio for ratio, *_ in rows)
    print(f"    {len(rows)} examples: median {median(ratios):.1f} times", end=", ")
    print(f"all: {sum(r[3] for r in rows):.0f} s and {sum(r[2] for r in rows):.0f} s")


def answered(python: subprocess.Popen[str], name: str) -> float:
    assert python.stdin is not None and python.stdout is not None
    python.stdin.write(json.dumps({"example": name, "edits": {}}) + "\n")
    python.stdin.flush()
    return float(python.stdout.readline())
