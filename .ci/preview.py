"""Puts the built site of a pull request among the previews, and takes out those of closed ones.

    .ci/preview.py SITE PREVIEWS NUMBER OPEN ...

A stranger's code built SITE, so nothing of it is run, read as a setting, or followed: links in it
are refused, and it lies in a folder of its own, `pr-NUMBER`, so that no `.github` of it comes to
the top of the repository of previews. OPEN are the numbers of all open pull requests. Exit codes:
0 done; 1 it is no site that can be shown, in words on standard error, and nothing was changed.
"""

import re
import shutil
import sys
from pathlib import Path

MOST_BYTES = 300_000_000  # as tests/test_site.py allows a site
MOST_FILES = 20_000


def fault(site: Path) -> str | None:
    """Why a folder cannot be shown as a site."""
    if not (site / "index.html").is_file():
        return "holds no index.html: the check did not build the site"
    files = 0
    size = 0
    for path in site.rglob("*"):
        if path.is_symlink():
            return f"holds a link, {path.relative_to(site)}"
        files += 1
        size += path.lstat().st_size
    if files > MOST_FILES or size > MOST_BYTES:
        return f"has {files} files and {size:,} bytes; at most {MOST_FILES} and {MOST_BYTES:,}"
    return None


def put(site: Path, previews: Path, number: int, still_open: set[int]) -> None:
    """Replace one preview, and keep of the others those that are still open."""
    for folder in previews.glob("pr-*"):
        if int(re.sub(r"\D", "", folder.name) or 0) not in still_open - {number}:
            shutil.rmtree(folder)
    shutil.copytree(site, previews / f"pr-{number}")
    (previews / ".nojekyll").touch()
    (previews / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")


def main(given: list[str]) -> int:
    """Put it there, or say why not."""
    site, previews, number = Path(given[0]), Path(given[1]), int(given[2])
    if said := fault(site):
        print(f"no preview: the site of #{number} {said}", file=sys.stderr)
        return 1
    put(site, previews, number, {*map(int, given[3:])})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
