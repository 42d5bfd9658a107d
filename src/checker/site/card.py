"""The picture beside a link to a page: its title, and its first figure or that of the front page.

png(project, card("How language models work", "Tokens", "<svg ..."))
"""

import hashlib
import io
from importlib.metadata import distribution, version
from pathlib import Path
from textwrap import wrap
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from checker.pages.drawings import GROUND, drawing
from checker.project import CACHE, Project
from checker.running.record import replace_files

WIDTH, HEIGHT, MARGIN = 1200, 630, 60  # pixels, as most programs show them
INK, MUTED = "#24211d", "#615b51"
MADE_BY = ("resvg-py", "pillow", "matplotlib")  # the last for its fonts


def card(site: str, title: str, figure: str) -> str:
    """Draw a title, with a wide figure below it, another beside it, and the site's name."""
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", width=f"{WIDTH}", height=f"{HEIGHT}")
    SubElement(svg, "rect", width="100%", height="100%", fill=GROUND)
    drawn = fromstring(drawing(figure, wide=True).svg) if figure else Element("g")
    below = float(drawn.get("width", 3)) > 2 * float(drawn.get("height", 1))
    size, rows = (56, wrap(title, 30)) if below else (44, wrap(title, 14))
    words = [(row, MARGIN + size * (0.75 + 1.2 * at)) for at, row in enumerate(rows)]
    for row, y in [*words, (site, HEIGHT - MARGIN / 2)]:
        font, fill = ("24px", MUTED) if y > HEIGHT - MARGIN else (f"bold {size}px", INK)
        text = SubElement(svg, "text", x=f"{MARGIN}", y=f"{y:g}", fill=fill)
        text.text, text.attrib["style"] = row, f"font: {font} sans-serif"
    left, top = (MARGIN, MARGIN + 1.2 * size * len(rows)) if below else (0.4 * WIDTH, MARGIN / 2)
    wide, high = WIDTH - MARGIN - left, HEIGHT - 1.5 * MARGIN - top
    drawn.attrib |= {"x": f"{left:g}", "y": f"{top:g}", "width": f"{wide:g}", "height": f"{high:g}"}
    svg.append(drawn)
    return tostring(svg, "unicode")


def png(project: Project, svg: str) -> bytes:
    """Turn a drawing into a PNG, the same in two runs, or take it from the cache."""
    key = "\0".join([svg, *map(version, MADE_BY)])
    kept = f"{CACHE}/share/{hashlib.sha256(key.encode()).hexdigest()}.png"
    if not (project.root / kept).is_file():
        replace_files(project.root, {kept: pixels(svg)})
    return (project.root / kept).read_bytes()


def pixels(svg: str) -> bytes:
    """Turn a drawing into pixels of few colours, with matplotlib's own fonts."""
    # Found without an import, which would leave a folder of settings in the reader's home.
    matplotlib = distribution("matplotlib").locate_file("matplotlib")
    from PIL import Image
    from resvg_py import svg_to_bytes

    folder = Path(str(matplotlib), "mpl-data/fonts/ttf")
    fonts = [str(path) for path in sorted(folder.glob("DejaVu*.ttf"))]
    drawn = svg_to_bytes(
        svg, skip_system_fonts=True, font_files=fonts, sans_serif_family="DejaVu Sans",
        serif_family="DejaVu Serif", monospace_family="DejaVu Sans Mono",
    )  # fmt: skip
    made = io.BytesIO()
    few = Image.open(io.BytesIO(drawn)).convert("RGB").quantize(64, Image.Quantize.FASTOCTREE)
    few.save(made, "png")
    return made.getvalue()
