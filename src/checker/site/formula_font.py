"""The font of a site's formulas: STIX Two Math, cut down to the characters that they show.

font = formula_font.files(project)["assets/formulas.woff2"]

Braces, brackets and roots grow with what they enclose only in a font made for mathematics, and many
phones and computers have none. The SIL Open Font License, which the font names in itself,
allows this.
"""

from collections.abc import Iterator
from importlib.metadata import distribution
from io import BytesIO
from unicodedata import decomposition
from xml.etree import ElementTree

from checker.pages.formula import Formula
from checker.pages.reading import pages_of
from checker.project import Project

FILE = "assets/formulas.woff2"
FONT = "ziamath/fonts/STIXTwoMath-Regular.ttf"  # whole, in the package ziamath
SLANTED = [0x210E, *range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)]  # Unicode's, of all letters
VARIABLE = {  # the slanted letter that browsers show for a single letter
    chr(int(found.removeprefix("<font> "), 16)): chr(code)
    for code in SLANTED
    if (found := decomposition(chr(code)))
}
ROOT = "√"  # which is an element of MathML, not a character


def files(project: Project) -> dict[str, bytes]:
    """The font, by its path in a built site; none if no page has a formula."""
    blocks = [block for page in pages_of(project) for block in page.blocks]
    formulas = [block for block in blocks if isinstance(block, Formula)]
    shown = {character for formula in formulas for character in characters(formula.mathml())}
    return {FILE: cut(shown)} if shown else {}


def characters(mathml: str) -> Iterator[str]:
    """The characters that a browser shows for a formula."""
    for node in ElementTree.fromstring(mathml).iter():
        yield from node.text or ""
        if node.tag.endswith("}mi") and node.text in VARIABLE:
            yield VARIABLE[node.text]
        if node.tag.endswith(("}msqrt", "}mroot")):
            yield ROOT


def cut(shown: set[str]) -> bytes:
    """A web font of these characters, with all sizes of those that grow."""
    from fontTools.subset import Options, Subsetter, load_font, save_font  # slow to load

    options = Options(flavor="woff2", hinting=False, layout_features=[], name_IDs=["*"])
    font = load_font(str(distribution("ziamath").locate_file(FONT)), options)
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(shown))
    subsetter.subset(font)
    file = BytesIO()
    save_font(font, file, options)
    return file.getvalue()
