"""Elements of the book: how one is made, what its id is, and where its links lead."""

from urllib.parse import unquote, urldefrag, urljoin

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from checker.book.chapters import id_of
from checker.pages.addresses import address

KEPT = {
    *("alt", "class", "colspan", "href", "id", "lang", "rowspan", "scope", "src", "start", "type"),
    *("columnalign", "display", "fence", "form", "mathvariant", "stretchy", "width", "xmlns"),
}
# Converters drop the ids of all other elements.
HAVE_IDS = ("h2", "h3", "h4", "h5", "div", "span")
TITLE = "data-title"  # the attribute with a title's own id, since the title gets its chapter's

SOUP = BeautifulSoup("", "html.parser")


def tag(name: str, kind: str = "", *inside: PageElement | str, **attributes: str) -> Tag:
    """Make an element of HTML with a class and what is inside it."""
    made = SOUP.new_tag(name, attrs=({"class": kind} if kind else {}) | attributes)
    made.extend([NavigableString(it) if isinstance(it, str) else it for it in inside])
    return made


def in_the_book(article: Tag, page: str) -> None:
    """Lower headings by a level, begin ids with the chapter's, and drop what only browsers use."""
    for level in (5, 4, 3, 2, 1):
        for heading in article.find_all(f"h{level}"):
            heading.name = f"h{level + 1}"
    for node in article.find_all(True):
        kept = {key: value for key, value in node.attrs.items() if key in KEPT}
        if identifier := kept.pop("id", None):
            named = id_of(page, str(identifier))
            if node.name in HAVE_IDS:
                kept["id"] = named
            else:
                node.insert(0, tag("span", id=named))
        node.attrs = kept
        if node.name == "p" and "class" in kept:  # pandoc drops a paragraph's class
            node.name = "div"
    if title := article.find("h2"):
        title[TITLE], title["id"] = title["id"], id_of(page)


def lead_inside(text: Tag, page: str, here: str, chapters: dict[str, str]) -> None:
    """Point a chapter's links to places in the book, or else to published addresses.

    `chapters` has the paths of the pages in the book, by their published addresses.
    """
    for link in text.select("a[href]"):
        url, anchor = urldefrag(urljoin(here + address(page), str(link["href"])))
        path = url.removeprefix(here)
        path += "index.html" if not path or path.endswith("/") else ""
        if url.startswith(here) and (to := chapters.get(unquote(path))):
            link["href"] = f"#{id_of(to, unquote(anchor))}"
        else:
            link["href"] = f"{url}#{anchor}" if anchor else url


def lead_to_titles(book: Tag) -> None:
    """Point links to a chapter's title to the chapter itself."""
    titles = {
        f"#{title.attrs.pop(TITLE)}": f"#{title['id']}" for title in book.select(f"[{TITLE}]")
    }
    for link in book.select("a[href^='#']"):
        link["href"] = titles.get(str(link["href"]), str(link["href"]))
