"""The feed of what changed: each day on the page of changes, for programs that look for news.

Atom, by RFC 4287. It is beside the pages, as `changes.xml`.
"""

import re
from datetime import datetime
from html import escape

import markdown

from checker.pages.addresses import address, published, site_address, site_name
from checker.project import Project

NAME = "changes.xml"
DAY = re.compile(r"^## (?P<day>\d+ \w+ \d{4})\n", re.MULTILINE)
FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{page}">
<id>{page}</id>
<title>{title}: what changed</title>
<author><name>{title}</name></author>
<link href="{page}"/>
<link rel="self" href="{here}{file}"/>
<updated>{updated}</updated>
{entries}</feed>
"""
ENTRY = """\
<entry>
<id>{page}#{id}</id>
<title>{day}</title>
<link href="{page}#{id}"/>
<updated>{updated}</updated>
<content type="html">{html}</content>
</entry>
"""


def feed(project: Project) -> dict[str, str]:
    """The feed's text by its path in a built site; nothing without a page of changes."""
    source = project.settings.changes
    if not project.has(source):
        return {}
    _, *days = DAY.split(project.text(source))
    here = site_address(project) or "/"
    page = here + address(source).removesuffix("index.html")
    entries, updated = "", []
    for day, text in zip(days[::2], days[1::2], strict=True):
        updated.append(f"{datetime.strptime(day, '%d %B %Y'):%Y-%m-%d}T00:00:00Z")
        anchor = day.lower().replace(" ", "-")
        html = escape(published(source, markdown.markdown(text)), quote=False)
        entries += ENTRY.format(page=page, id=anchor, day=day, updated=updated[-1], html=html)
    title = escape(site_name(project), quote=False)
    latest = max(updated, default="1970-01-01T00:00:00Z")
    about = {"page": page, "here": here, "file": NAME, "title": title, "updated": latest}
    return {NAME: FEED.format(**about, entries=entries)}
