"""The HTML of figures: caption, numbers and links stand in the page as HTML reads them."""

import json
from functools import partial

from bs4 import BeautifulSoup

from checker.pages.addresses import in_site
from checker.pages.figures import figure_html

HERE = partial(in_site, "docs/index.md")
XML = 'xmlns="http://www.w3.org/2000/svg"'


def test_a_drawing_alone_stays_as_it_is() -> None:
    svg = f'<svg {XML} role="img" aria-label="a"><path d="M0 0" /></svg>\n'
    assert figure_html(svg, HERE) == f'<figure class="figure">{svg}</figure>'


def test_caption_and_numbers_are_what_was_written() -> None:
    values = "{&quot;text&quot;: &quot;a &lt;/script&gt; &amp;amp; b&quot;}"
    svg = f'<svg {XML} data-caption="Loss &lt; 1: a: &amp;amp; b." data-values="{values}" />'
    figure = BeautifulSoup(figure_html(svg, HERE), "html.parser")
    assert figure.figcaption and figure.figcaption.strong and figure.script and figure.svg
    assert figure.figcaption.strong.get_text() == "Loss < 1"
    assert figure.figcaption.get_text() == "Loss < 1: a: &amp; b."
    assert json.loads(str(figure.script.string)) == {"text": "a </script> &amp; b"}
    assert figure.svg.attrs == {"xmlns": "http://www.w3.org/2000/svg"}


def test_two_drawings_stand_beside_one_another_and_link_from_their_page() -> None:
    to = "lesson/tokens.md", "index.md", "lesson/scale.md#loss"
    links = "".join(f'<a href="{page}" />' for page in to)
    inner = f'<svg class="wide">{links}</svg><svg class="narrow" />'
    svg = f'<svg {XML} class="drawings">{inner}</svg>\n'
    pages = {
        "docs/index.md": ("lesson/tokens/", "./", "lesson/scale/#loss"),
        "docs/lesson/scale.md": ("../tokens/", "../../", "./#loss"),
        "docs/lesson/index.md": ("tokens/", "../", "scale/#loss"),
    }
    for page, expected in pages.items():
        figure = BeautifulSoup(figure_html(svg, partial(in_site, page)), "html.parser").figure
        assert figure is not None
        assert [child["class"] for child in figure.find_all(recursive=False)] == [
            ["wide"],
            ["narrow"],
        ]
        assert tuple(link["href"] for link in figure.find_all("a")) == expected
