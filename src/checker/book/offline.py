"""The site as a zip that a browser reads from a folder, without a server and without a network.

In a folder, a browser doesn't look for index.html, and its scripts can't load modules or other
files. So links name their file, and what needs scripts is removed: Python in the page, the search,
the buttons. The pages can be read without scripts: answers are in folds, and figures do not move.
"""

import re
from pathlib import Path

from checker.pages import labels
from checker.pages.addresses import site_address, site_name
from checker.project import Project
from checker.site.in_browser import RUN
from checker.site.sharing import FOLDER as SHARE

ABSENT = re.compile(
    rf"({RUN}|{SHARE}|book|search)/.*|\..*|404\.html|sitemap\.xml.*|assets/.*\.js(\.map)?"
)
REFERENCE = re.compile(
    r"""(?P<before> (?:href|src)="|<meta http-equiv="refresh" content="0; url=)"""
    r"""(?P<to>[^"#?]*)(?P<after>(?:[#?][^"]*)?)(?=")"""
)
TAKEN_OUT = re.compile(r'(?s)<script\b.*?</script>| data-run(="[^"]*")?')
HIDDEN = "<style>.md-search, [for=__search], #__search { display: none }</style>"
PLAY = re.compile(r'(?s)(<div class="play"[^>]*>).*?(</div>)')
README = """\
{title}: the site, to read offline

Open index.html in this folder. Links, figures, code and outputs are all here, as they were on
{day}. What needs scripts or Python works only on the published site, {here}
That is running and changing examples, your progress, figures that move, the pages to play with,
and the search. (Your browser can search one page at a time.)
"""


def members(project: Project, site: Path, day: str) -> dict[str, bytes]:
    """Collect the files of the zip, by path, from a proven site."""
    here = site_address(project)
    readme = README.format(title=site_name(project), day=day, here=here)
    held = {"README.txt": readme.encode()}
    for path in sorted(site.glob("**/*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not ABSENT.fullmatch(name):
            data = path.read_bytes()
            held[name] = (
                offline(data.decode(), f"{here}{name}").encode() if name.endswith(".html") else data
            )
    return held


def offline(html: str, address: str) -> str:
    """Make a page ask for nothing but its own files; `address` is where it is published."""
    html = TAKEN_OUT.sub("", html).replace("</head>", f"{HIDDEN}</head>", 1)
    published = address.removesuffix("index.html")
    html = PLAY.sub(rf"\1<p>{labels.ONLINE_ONLY.format(published)}</p>\2", html)
    return REFERENCE.sub(lambda it: it["before"] + file_of(it["to"]) + it["after"], html)


def file_of(to: str) -> str:
    """Turn a link to a folder into one to the page in it."""
    if "://" in to or to.startswith(("mailto:", "data:")) or not to:
        return to
    folder = to.endswith("/") or to.rpartition("/")[2] in (".", "..")
    return f"{to.rstrip('/')}/index.html" if folder else to
