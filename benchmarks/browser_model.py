"""SmolLM2 in the browser: in our Python and in wllama, on the same file (see browser.py)."""

import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

from opened import opened, processes, profile, row, title
from playwright.sync_api import Page, Playwright
from served import Served

WLLAMA = ("3.13.0", "2.4.0")
ROUNDS, TOKENS = 3, 24
TEXTS = [  # of 23 tokens each
    "The lighthouse keeper climbed the stairs every evening to light the lamp, and one night he "
    "saw a large ship that was",
    "Water boils when its molecules move fast enough to leave the liquid, which is why a lid on "
    "the pot makes it",
    "Rain fell for three days, and on the fourth the river came over the road, so that the people "
    "of the",
]


def fetch_wllama(folder: Path) -> dict[str, Path]:
    """Both versions, by npm, into a folder: what they are served as."""
    for version in WLLAMA:
        package = f"@wllama/wllama@{version}"
        command = ["npm", "install", "--prefix", str(folder / version), "--ignore-scripts", package]
        subprocess.run(command, check=True, capture_output=True)
    inside = "node_modules/@wllama/wllama"
    return {f"wllama-{version}": folder / version / inside for version in WLLAMA}


def memory(page: Page) -> float:
    """What the largest process of this page's browser takes, in MB."""
    sizes = []
    for process in processes(page):
        rollup = Path(f"/proc/{process['id']}/smaps_rollup").read_text()
        sizes.append(int(rollup.split("Pss:")[1].split()[0]) / 1e3)
    return max(sizes)


def time(driver: Playwright, served: Served) -> None:
    """Every side in turn, each in a browser of its own, and this several times."""
    times: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _ in range(ROUNDS):
        for side in ("ours", *WLLAMA):
            with profile() as folder, opened(driver, folder) as page:
                page.goto(served.address)
                work = "async side => (await import('/bench/smollm.js')).timed(...side)"
                times[side].append(page.evaluate(work, [side, TEXTS, TOKENS]))
                times[side][-1]["memory"] = memory(page)
    title("\nSmolLM2 in the browser, one thread")
    for side, rounds in times.items():
        name = side if side == "ours" else f"wllama {side}"
        row(f"{name}: loaded and ready", [one["start"] / 1e3 for one in rounds])
        row("    a prompt of 23 tokens", [ms / 1e3 for one in rounds for ms in one["prompts"]])
        row("    each further token", [ms for one in rounds for ms in one["tokens"]], unit="ms")
        row("    memory", [one["memory"] for one in rounds], unit="MB")
    ours = [ms for one in times["ours"] for ms in one["tokens"]]
    for side in WLLAMA:
        theirs = [ms for one in times[side] for ms in one["tokens"]]
        ratios = [their / our for their, our in zip(theirs, ours, strict=True)]
        row(f"wllama {side}: a token, times ours", ratios, unit="")
    for side, rounds in times.items():
        print(f"    {side}: {rounds[0]['texts'][0]!r}")
