"""The YAML in a fence: its keys, and each text with the line of the page that it begins on.

    body = read_body("guess", page, line, fence)
    body.expect(("ask",), ("hint",))
    ask = body.text("ask")

Every value is a text or a list, so `text: no` is the word "no" and not False. A text is one
paragraph of Markdown, on one line or folded by `>-` over several.
"""

import re

import yaml

from checker.pages.markdown import without_code
from checker.pages.page import Text
from checker.problem import WRONG_PAGE, Problem

ADVICE = "if a text has  ': '  in it or begins with a symbol, write  >-  and the text below it"

TAG = re.compile(r"</?[A-Za-z][\w-]*[\s/>]")


class Body:
    """A mapping in a fence. `kind` is what messages call it, such as `guess`."""

    def __init__(self, kind: str, page: str, first: int, source: str, node: yaml.Node) -> None:
        self.kind, self.page, self.first, self.source = kind, page, first, source
        self.line = first + node.start_mark.line
        self.values: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(f"has a {kind} that isn't made of lines  KEY: VALUE")
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.wrong(f"has a key in a {kind} that isn't a word; {ADVICE}", key)
            if key.value in self.values:
                raise self.wrong(f"has {key.value} twice in one {kind}", key)
            self.values[key.value] = value

    def wrong(self, message: str, node: yaml.Node | None = None) -> Problem:
        """Make a Problem of this body, at the line of one of its values where that is given."""
        line = self.first + node.start_mark.line if node else self.line
        return Problem(WRONG_PAGE, self.page, line, message)

    def expect(self, needed: tuple[str, ...], possible: tuple[str, ...] = ()) -> None:
        """Raise Problem where a needed key is missing, or a key is neither needed nor possible."""
        known = ", ".join([*needed, *(f"[{key}]" for key in possible)])
        for key, value in self.values.items():
            if key not in needed + possible:
                raise self.wrong(f"has {key!r} in a {self.kind}, which takes  {known}", value)
        for key in needed:
            if key not in self.values:
                raise self.wrong(f"has a {self.kind} without {key}; it takes  {known}")

    def text(self, key: str) -> Text:
        """Read the text of a key. Raises Problem unless it is one paragraph."""
        return self.text_of(self.values[key], key)

    def optional(self, key: str) -> Text | None:
        """Read the text of a key, if the key is there."""
        return self.text(key) if key in self.values else None

    def texts(self, key: str) -> tuple[Text, ...]:
        """Read the texts in the list of a key."""
        return tuple(self.text_of(node, key) for node in self.items(key))

    def parts(self, key: str, kind: str) -> list["Body"]:
        """Read the mappings in the list of a key."""
        return [Body(kind, self.page, self.first, self.source, node) for node in self.items(key)]

    def items(self, key: str) -> list[yaml.Node]:
        """Read the list of a key. Raises Problem where its value is something else."""
        node = self.values[key]
        if not isinstance(node, yaml.SequenceNode):
            message = f"needs a list as the  {key}  of a {self.kind}; begin each item with  -"
            raise self.wrong(message, node)
        return list(node.value)

    def text_of(self, node: yaml.Node, key: str) -> Text:
        """Read a value as a text. Raises Problem where YAML would change what is written."""
        is_text = isinstance(node, yaml.ScalarNode)
        said = node.value.strip() if is_text else ""
        behind = self.source[node.end_mark.index :].partition("\n")[0].strip()
        if is_text and not node.style and behind.startswith("#"):
            message = f"loses  {behind}  at the end of the  {key}  of a {self.kind}; write  >-"
            message += "  and the text below it"
            raise self.wrong(message, node)
        if not said or "\n" in said:
            raise self.wrong(f"needs one paragraph as the  {key}  of a {self.kind}; {ADVICE}", node)
        if tag := TAG.search(without_code(said)):
            where = f"in the  {key}  of a {self.kind}"
            raise self.wrong(f"has {tag[0].strip()} {where}; write Markdown, not HTML", node)
        return self.as_written(node)

    def as_written(self, node: yaml.ScalarNode) -> Text:
        """The text of a value with the line breaks that it has on the page."""
        rows = self.source[node.start_mark.index : node.end_mark.index].split("\n")
        above = 1 if node.style in (">", "|") else 0  # the sign has a line of its own
        words, lines = node.value.split(), []
        for row in rows[above:]:
            count = len(row.split())
            lines.append(" ".join(words[:count]))
            words = words[count:]
        markdown = "\n".join([*lines, *words]).strip("\n")
        return Text(markdown, self.first + node.start_mark.line + above)


def read_body(kind: str, page: str, line: int, body: str) -> Body:
    """Read a fence that is one mapping; `line` is its first line. Raises Problem."""
    return Body(kind, page, line, body, parsed(kind, page, line, body))


def read_bodies(kind: str, page: str, line: int, body: str) -> list[Body]:
    """Read a fence that is a list of mappings. Raises Problem."""
    node = parsed(kind, page, line, body)
    if not isinstance(node, yaml.SequenceNode):
        raise Problem(WRONG_PAGE, page, line, f"has {kind}s that aren't a list of  - KEY: VALUE")
    return [Body(kind, page, line, body, item) for item in node.value]


def parsed(kind: str, page: str, line: int, body: str) -> yaml.Node:
    """Parse the YAML of a fence. Raises Problem where it is malformed or empty."""
    try:
        node = yaml.compose(body, yaml.CSafeLoader)
    except yaml.YAMLError as error:  # one without a mark: a character that YAML does not know
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        at = line + mark.line if mark else line
        said = f"{error.problem}; {ADVICE}" if isinstance(error, yaml.MarkedYAMLError) else error
        raise Problem(WRONG_PAGE, page, at, f"has a {kind} in malformed YAML: {said}") from None
    if node is None:
        raise Problem(WRONG_PAGE, page, line, f"has an empty {kind}")
    return node
