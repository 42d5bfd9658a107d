"""Timing several callables in turn, so that a busy moment of the machine meets them all."""

import time
from collections.abc import Callable, Mapping
from statistics import median

PAUSE = 0.08  # seconds; BLAS threads of the call before spin on for about 25 ms


def compare(calls: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Time every call once a round, after one untimed call of each.

    Returns, for each name, its time divided by the first one's time in the same round; for the
    first one, whose ratio would be 1, its seconds.
    """
    for call in calls.values():
        call()
    rounds = [{name: _seconds(call) for name, call in calls.items()} for _ in range(repeats)]
    first = next(iter(calls))
    return {
        name: [times[name] / (1 if name == first else times[first]) for times in rounds]
        for name in calls
    }


def _seconds(call: Callable[[], object]) -> float:
    time.sleep(PAUSE)
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def show(title: str, results: Mapping[str, list[float]]) -> None:
    """Print median, smallest and largest value of each: seconds, then multiples of the first."""
    print(title)
    for i, (name, values) in enumerate(results.items()):
        unit = "times" if i else "s"
        spread = f"{min(values):.3g} to {max(values):.3g}"
        print(f"    {name:<36}{median(values):8.3g} {unit:<6}({spread})")
