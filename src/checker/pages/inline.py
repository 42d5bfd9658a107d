"""The HTML of a text in a fence: Markdown within a paragraph, the same for builders and proof."""

from functools import cache
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.util import Registry

from checker.pages.markdown import COMMENT
from checker.pages.page import Text
from checker.pages.typography import Curly


@cache
def paragraphs() -> Any:
    """A converter of Markdown that reads only paragraphs, and shows HTML as text."""
    md: Any = Markdown()
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.parser.blockprocessors = Registry()
    md.parser.blockprocessors.register(ParagraphProcessor(md.parser), "paragraph", 10)
    md.treeprocessors.register(Curly(md), "curly", 7)
    return md


def inline(text: Text) -> str:
    """The HTML of a text, without a paragraph around it; its links lead to the sources of pages."""
    html: str = paragraphs().reset().convert(COMMENT.sub("", text.markdown))
    return html.removeprefix("<p>").removesuffix("</p>")
