"""The commands `build` and `prove`: a site is replaced only by one that is proven."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from checker.checking import check
from checker.problem import WRONG_PAGE, Problem, report
from checker.project import CACHE, Project
from checker.running.child import end_with_parent
from checker.site import extra_files, in_browser, sharing

SOURCES = (  # and the folder of exercises
    *("LICENSE", "README.md", "browser.yml", "mkdocs.yml", "moved.yml", "pyproject.toml"),
    *("requirements.lock", "docs", "examples", "hooks", "overrides", "src"),
)
STAMP = f"{CACHE}/site.sha256"  # of the sources that site/ was built from
GATE = "LESSONCODE_GATE"  # set while `build` runs MkDocs, whose hook then has nothing to do
RUN = "LESSONCODE_RUN"  # set where pages get their Run buttons


def prove(project: Project, site: Path) -> int:
    """Check that everything a built site shows comes from its sources; returns the exit code."""
    from checker.site import proof  # BeautifulSoup is slow to load

    if not (site / "index.html").is_file():
        raise ValueError(f"{site} has no index.html; give the folder of a built site")
    project.runs_in_browser = (site / in_browser.RUN).is_dir()
    problems = proof.prove(project, site)
    print(f"{site.name}: {len(problems)} wrong" if problems else f"{site.name}: proven")
    return report(problems)


def complete(project: Project, site: Path) -> None:
    """Add to a built site the files and tags that no builder makes."""
    extra_files.write(site, extra_files.contents(project))
    sharing.write(project, site)


def build(project: Project) -> int:
    """Check, build strictly into a new folder, prove that, and only then replace site/.

    Raises Problem where a file that it needs can't be fetched.
    """
    root = project.root
    new, old = root / CACHE / "site", root / CACHE / "site-before"
    if code := check(project, [], everything=False):
        return code
    in_browser.ready(project)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(new)]
    environment = {**os.environ, GATE: "1", "NO_MKDOCS_2_WARNING": "1"}  # an advertisement
    environment[RUN] = "1" if project.runs_in_browser else ""
    # If this process is killed, MkDocs must not go on writing into the next build's site.
    with subprocess.Popen(command, cwd=root, env=environment, preexec_fn=end_with_parent) as mkdocs:
        sharing.pictures(project)  # meanwhile; they take about as long
    if mkdocs.returncode:
        message = "couldn't be built; the error is above, and site/ is unchanged"
        return report([Problem(WRONG_PAGE, "docs", None, message)])
    complete(project, new)
    code = prove(project, new)
    if changed := project.changed(sources_of(project)):
        message = "changed while the site was being built; build again (site/ is unchanged)"
        return report([Problem(WRONG_PAGE, changed[0], None, message)])
    if code:
        return code
    shutil.rmtree(old, ignore_errors=True)
    (root / STAMP).unlink(missing_ok=True)
    if (root / "site").exists():
        (root / "site").rename(old)
    new.rename(root / "site")
    (root / STAMP).write_text(stamp(project), encoding="utf-8")
    return 0


def sources_of(project: Project) -> list[str]:
    """The files and folders that a site is built from, in order."""
    begin = (*SOURCES, project.settings.exercises)
    return sorted(path for path in project.seen if path.startswith(begin))


def stamp(project: Project) -> str:
    """A hash of all that a site is built from."""
    paths = [path for path in sources_of(project) if project.has(path)]
    held = "\n".join(f"{path} {project.digest(path)}" for path in paths)
    return hashlib.sha256(held.encode()).hexdigest()
