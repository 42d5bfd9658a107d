"""Figures as separate files, which look the same in every reader: dark on a light ground.

A page colours its figures with its style sheet. Such a file has no style sheet, so colours and
fonts are written out, and newer features of SVG are replaced by what old readers of SVG know.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from xml.etree import ElementTree

from checker.pages.figures import is_diagram, words_of

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
GROUND = "#ffffff"
VARIABLE = re.compile(r"var\(--[\w-]+, ?(?P<otherwise>[^()]*)\)")
SHORT_FONT = re.compile(r"font: (?P<style>italic )?(?P<size>\w+) (?P<family>[\w-]+)")
MARGIN = 6  # pixels of ground around a drawing


@dataclass(frozen=True)
class Drawing:
    """A figure's file, and what it shows in words."""

    svg: str
    alt: str


def drawing(figure: str, wide: bool) -> Drawing:
    """Turn a figure into a file; a diagram's file has its wide drawing, or else the narrow one."""
    for prefix, space in ("", SVG), ("xlink", XLINK):
        ElementTree.register_namespace(prefix, space.strip("{}"))
    svg = ElementTree.fromstring(resolved(figure))
    if is_diagram(figure):
        svg = deepcopy(svg[0 if wide else -1])
    plain(svg)
    text = ElementTree.tostring(svg, "unicode", xml_declaration=True) + "\n"
    return Drawing(text, words_of(figure).alternative)


def resolved(figure: str) -> str:
    """Replace the variables that a page defines by colours and fonts."""
    figure = re.sub(r"var\(--figure-surface,[^()]*\)", GROUND, figure)
    figure = VARIABLE.sub(lambda variable: variable["otherwise"], figure)
    return SHORT_FONT.sub(
        lambda font: (
            f"font-size: {font['size']}; font-family: {font['family']}"
            + ("; font-style: italic" if font["style"] else "")
        ),
        figure,
    )


def plain(svg: ElementTree.Element) -> None:
    """Give a drawing a size and a ground; remove links, and what only a page understands."""
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    scale = float(svg.get("width", width)) / width
    kept = re.sub(r"(max-width|white-space)[^;]*;? ?", "", svg.get("style", ""))
    edges = left - MARGIN, top - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN
    svg.attrib.clear()
    svg.attrib |= {"viewBox": " ".join(f"{edge:g}" for edge in edges), "style": kept}
    svg.attrib |= {"width": f"{scale * edges[2]:.0f}", "height": f"{scale * edges[3]:.0f}"}
    svg.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for node in list(svg.iter()):
        if node.tag == f"{SVG}a":
            node.tag = f"{SVG}g"
            node.attrib.clear()
            for text in node.iter(f"{SVG}text"):
                text.set("style", text.get("style", "").replace("; text-decoration: underline", ""))
        if "href" in node.attrib:
            node.set(f"{XLINK}href", node.attrib.pop("href"))
        for at, child in reversed([*enumerate(node)]):
            if "paint-order" in (look := child.get("style", "")):  # the letters over their outline
                above = deepcopy(child)
                above.set("style", re.sub(r"(paint-order|stroke)[^;]*;? ?", "", look))
                child.set("style", re.sub(r"paint-order[^;]*;? ?", "", look))
                node.insert(at + 1, above)
    place = dict(zip(("x", "y", "width", "height"), (f"{edge:g}" for edge in edges), strict=True))
    svg.insert(0, ElementTree.Element(f"{SVG}rect", {**place, "fill": GROUND}))
