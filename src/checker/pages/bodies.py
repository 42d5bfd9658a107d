"""The body of a fence in YAML: its keys, and its texts with the lines of the page they stand on.

Every value is a text or a list of such bodies, so that `text: no` says no and not False. A text is
one paragraph of Markdown, on one line or folded by `>-` over several.
"""

import re
from dataclasses import dataclass, field

import yaml

from checker.pages.markdown import without_code
from checker.problem import WRONG_PAGE, Problem

ADVICE = "where a text holds  ': '  or begins with a sign, write  >-  and the text below it"

TAG = re.compile(r"</?[A-Za-z][\w-]*[\s/>]")


@dataclass(frozen=True)
class Text:
    """A paragraph of Markdown, with its line breaks; texts are the same wherever they stand."""

    markdown: str
    line: int = field(compare=False)


class Body:
    """A mapping in the body of a fence. `kind` is what messages call it, such as `guess`."""

    def __init__(self, kind: str, page: str, first: int, source: str, node: yaml.Node) -> None:
        self.kind, self.page, self.first, self.source = kind, page, first, source
        self.line = first + node.start_mark.line
        self.values: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(f"has a {kind} that is not made of lines  KEY: VALUE")
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.wrong(f"has a key in a {kind} that is no word; {ADVICE}", key)
            if key.value in self.values:
                raise self.wrong(f"has {key.value} twice in one {kind}", key)
            self.values[key.value] = value

    def wrong(self, message: str, node: yaml.Node | None = None) -> Problem:
        """The Problem of this body, or of a part of it."""
        line = self.first + node.start_mark.line if node else self.line
        return Problem(WRONG_PAGE, self.page, line, message)

    def expect(self, needed: tuple[str, ...], possible: tuple[str, ...] = ()) -> None:
        """Raises Problem where a needed key is missing or another is there."""
        known = ", ".join([*needed, *(f"[{key}]" for key in possible)])
        for key, value in self.values.items():
            if key not in needed + possible:
                raise self.wrong(f"has {key!r} in a {self.kind}, which takes  {known}", value)
        for key in needed:
            if key not in self.values:
                raise self.wrong(f"has a {self.kind} without {key}; it takes  {known}")

    def text(self, key: str) -> Text:
        """The text below a key. Raises Problem where there is none, or more than a paragraph."""
        return self.text_of(self.values[key], key)

    def text_of(self, node: yaml.Node, key: str) -> Text:
        """The text of a value. Raises Problem where it is none, or YAML has changed it."""
        if not isinstance(node, yaml.ScalarNode):
            raise self.wrong(f"has no text as {key} of a {self.kind}; {ADVICE}", node)
        behind = self.source[node.end_mark.index :].partition("\n")[0].strip()
        if node.style is None and behind.startswith("#"):
            message = f"cuts {key} of a {self.kind} off before  {behind};  fold it with  >-"
            raise self.wrong(message, node)
        if not node.value.strip():
            raise self.wrong(f"has an empty {key} in a {self.kind}", node)
        if "\n" in node.value.strip():
            message = f"has more than one paragraph in {key} of a {self.kind}; fold it with  >-"
            raise self.wrong(message, node)
        if tag := TAG.search(without_code(node.value)):
            message = f"has {tag[0].strip()} in {key} of a {self.kind}, which is Markdown, not HTML"
            raise self.wrong(message, node)
        return self.as_written(node)

    def as_written(self, node: yaml.ScalarNode) -> Text:
        """The words of a value, on the lines on which the page has them."""
        rows = self.source[node.start_mark.index : node.end_mark.index].split("\n")
        above = 1 if node.style in (">", "|") else 0  # the sign stands on a line of its own
        words, lines = node.value.split(), []
        for row in rows[above:]:
            count = len(row.split())
            lines.append(" ".join(words[:count]))
            words = words[count:]
        markdown = "\n".join([*lines, *words]).strip("\n")
        return Text(markdown, self.first + node.start_mark.line + above)

    def texts(self, key: str) -> list[Text]:
        """The texts of a list."""
        return [self.text_of(node, key) for node in self.items(key)]

    def parts(self, key: str, kind: str) -> list["Body"]:
        """The mappings of a list."""
        return [Body(kind, self.page, self.first, self.source, node) for node in self.items(key)]

    def items(self, key: str) -> list[yaml.Node]:
        """The values of a list. Raises Problem where there is none."""
        node = self.values[key]
        if not isinstance(node, yaml.SequenceNode):
            raise self.wrong(f"has no list as {key} of a {self.kind}", node)
        return list(node.value)


def read_body(kind: str, page: str, line: int, body: str) -> Body:
    """The body of a fence, whose first line is `line` of the page. Raises Problem."""
    return Body(kind, page, line, body, compose(kind, page, line, body))


def read_bodies(kind: str, page: str, line: int, body: str) -> list[Body]:
    """The same for a body that is a list."""
    node = compose(kind, page, line, body)
    if not isinstance(node, yaml.SequenceNode):
        raise Problem(WRONG_PAGE, page, line, f"has {kind}s that are no list of  - KEY: VALUE")
    return [Body(kind, page, line, body, item) for item in node.value]


def compose(kind: str, page: str, line: int, body: str) -> yaml.Node:
    """What the YAML of a body is made of. Raises Problem where it is malformed or empty."""
    try:
        node = yaml.compose(body, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = line + mark.line if mark else line
        message = f"has a {kind} in malformed YAML: {error.problem}; {ADVICE}"
        raise Problem(WRONG_PAGE, page, at, message) from None
    except yaml.YAMLError as error:  # a character that YAML does not know
        raise Problem(WRONG_PAGE, page, line, f"has a {kind} in malformed YAML: {error}") from None
    if node is None:
        raise Problem(WRONG_PAGE, page, line, f"has an empty {kind}")
    return node
