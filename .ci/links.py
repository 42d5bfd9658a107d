"""Asks each address outside this site that a page links whether it is still there.

    .venv/bin/python .ci/links.py [MONTHS]

Prints a report in Markdown: links that died, links that could not be asked, and the sourced
statements that nobody looked at for so many months (18 where none are given). Nightly, `links.yml`
makes an issue of it. Exit codes: 0 all is well; 1 there is something to do; 2 no network, so that
nothing is known.
"""

import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from checker.pages.addresses import repository
from checker.pages.reading import pages_of
from checker.pages.sources import Source, latest
from checker.project import Project

ROOT = Path(__file__).parent.parent
MONTHS = 18
SECONDS = 20  # for an answer
TRIES = 3
PAUSE = 3.0  # seconds between two questions to one host, as arXiv asks for
AT_ONCE = 8  # hosts
LOOK = "Some hosts answer people and no programs: open these yourself."
GONE = {404, 410, 451}


class Answer(NamedTuple):
    """What an address said: "there", "gone", "unknown" or "no network", and in words."""

    kind: str
    words: str


def ask(address: str) -> Answer:
    """Ask one address, a few times where it has trouble."""
    answer = Answer("unknown", "not asked")
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE * attempt)
        answer = once(address)
        if answer.kind in ("there", "gone"):
            break
    return answer


def once(address: str) -> Answer:
    """Ask one address once."""
    headers = {"User-Agent": f"links of {repository(Project(ROOT))}"}
    try:
        with urlopen(Request(address, headers=headers), timeout=SECONDS) as came:
            return Answer("there", str(came.status))
    except HTTPError as error:
        words = f"{error.code} {error.reason}".strip()
        if error.code in GONE:
            return Answer("gone", words)
        return Answer("unknown", words)
    except (HTTPException, ValueError) as error:
        return Answer("unknown", f"{type(error).__name__}: {error}")
    except OSError as error:  # no such name, no route, no answer, a certificate that ended
        return Answer("no network", str(getattr(error, "reason", error)))


def addresses(cited: Iterable[Source]) -> dict[str, list[str]]:
    """Each address with the places, "page:line", that link it; an arXiv id is one as well."""
    found: dict[str, list[str]] = {}
    for source in cited:
        link = source.link
        if link.lower().startswith("arxiv"):
            link = f"https://arxiv.org/abs/{link[6:].strip()}"
        elif not link.startswith("http"):
            link = f"https://doi.org/{link}"
        address = urlsplit(link)._replace(fragment="").geturl()
        found.setdefault(address, []).append(f"{source.page}:{source.line}")
    return found


def ask_all(
    asked: Iterable[str], question: Callable[[str], Answer] = ask, pause: float = PAUSE
) -> dict[str, Answer]:
    """Ask all, several hosts at once, but each host one question after another."""
    hosts: dict[str, list[str]] = {}
    for address in asked:
        hosts.setdefault(urlsplit(address).netloc, []).append(address)

    def of_one(addresses: list[str]) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for address in addresses:
            time.sleep(pause if answers else 0)
            answers[address] = question(address)
            if answers[address].kind == "no network":  # then the host has no more to say
                answers |= dict.fromkeys(addresses, answers[address]) | answers
                break
        print(f"{urlsplit(addresses[0]).netloc}: {len(answers)} links", file=sys.stderr)
        return answers

    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = list(pool.map(of_one, hosts.values()))
    return {address: answer for part in parts for address, answer in part.items()}


def told(answers: dict[str, Answer], places: dict[str, list[str]], old: str) -> tuple[str, int]:
    """The report and the exit code. `old` lists the statements that nobody looked at."""
    if answers and all(answer.kind == "no network" for answer in answers.values()):
        words = next(iter(answers.values())).words
        return f"No network ({words}): of {len(answers)} links none is known to be dead.\n", 2
    gone = [link for link, answer in answers.items() if answer.kind == "gone"]
    unclear = [link for link, answer in answers.items() if answer.kind in ("unknown", "no network")]
    *lines, last = old.splitlines()
    parts = [
        ("## Links that died", rows(gone, answers, places)),
        (f"## Links that gave no clear answer\n\n{LOOK}", rows(unclear, answers, places)),
        (f"## Sources to look at again\n\n{last}", [f"- {line}" for line in lines]),
    ]
    text = "".join("\n".join([head, "", *listed, "", ""]) for head, listed in parts if listed)
    text += f"{len(answers)} links; {len(gone)} died, {len(unclear)} gave no clear answer.\n"
    return text, int(bool(gone or lines))


def old_sources(cited: list[Source], age: int) -> str:
    """The sources not seen for this many months, the undated and oldest first, and a summary."""
    today = latest()
    old = [it for it in cited if not it.seen or months_between(it.seen, today) >= age]
    lines = [
        f"{source.page}:{source.line}  {source.link}  {source.seen or 'undated'}"
        for source in sorted(
            old, key=lambda it: it.seen or date.min
        )  # sorted leaves pages in order
    ]
    state = f"{len(old)} not seen for" if old else "all seen within"
    return "\n".join([*lines, f"sources: {len(cited)}; {state} {age} months"])


def months_between(first: date, last: date) -> int:
    """The number of whole months between two days."""
    begun = 12 * (last.year - first.year) + last.month - first.month
    return begun - (last.day < first.day)


def rows(links: list[str], answers: dict[str, Answer], places: dict[str, list[str]]) -> list[str]:
    """A line for each link: where it leads, what came, and where it stands."""
    return [f"- <{link}>: {answers[link].words}; in {', '.join(places[link])}" for link in links]


def main(given: list[str]) -> int:
    """Ask, and print the report."""
    months = int(given[0]) if given else MONTHS
    cited = [source for page in pages_of(Project(ROOT)) for source in page.sources if source.link]
    places = addresses(cited)
    text, code = told(ask_all(places), places, old_sources(cited, months))
    print(text, end="")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
