"""The font of formulas, read by fontTools."""

from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from checker.project import Project
from checker.site.formula_font import FILE, files

FORMULA = r"""# Mean

```formula
\underbrace{h}_{\text{mean}} = \sqrt[3]{\frac{\pi}{2}} \left( K \right)

A mean.
```
"""


def font(root: Path, page: str) -> dict[str, bytes]:
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text(page, encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: Toy\n", encoding="utf-8")
    return files(Project(root))


def test_has_the_characters_of_the_formulas_and_no_others(tmp_path: Path) -> None:
    read = TTFont(BytesIO(font(tmp_path, FORMULA)[FILE]))
    assert {*map(chr, read.getBestCmap())} == {*"⏟=√()23mean", *"hℎπ𝜋K𝐾"}
    assert "STIX Fonts Project Authors" in read["name"].getDebugName(0)
    assert "SIL Open Font License" in read["name"].getDebugName(13)


def test_all_that_grows_can_grow(tmp_path: Path) -> None:
    read = TTFont(BytesIO(font(tmp_path, FORMULA)[FILE]))
    variants = read["MATH"].table.MathVariants
    tall, wide = variants.VertGlyphCoverage.glyphs, variants.HorizGlyphCoverage.glyphs
    names = read.getBestCmap()
    assert {names[ord(c)] for c in "√()"} <= {*tall}
    assert names[ord("⏟")] in wide


def test_site_without_formulas_has_none(tmp_path: Path) -> None:
    assert font(tmp_path, "# Mean\n") == {}
