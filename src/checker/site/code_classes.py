"""The classes that Pygments gives code: one for each colour, and none for the colour of text.

Names, operators, punctuation and blanks are three quarters of all pieces of code. A browser is
quicker without an element for each. Shell commands keep theirs.
"""

from pygments.token import STANDARD_TYPES, Token

CLASSES = {
    Token: "", Token.Keyword: "k", Token.Keyword.Constant: "", Token.Operator.Word: "k",
    Token.Name.Decorator: "k", Token.String: "s", Token.String.Doc: "c", Token.Number: "m",
    Token.Comment: "c",
}  # fmt: skip


def keep_few_classes() -> None:
    """Let Pygments, which joins neighbours of one class, use only these classes."""
    for kind in STANDARD_TYPES:
        if kind not in Token.Generic:
            STANDARD_TYPES[kind] = next(
                CLASSES[one] for one in reversed(kind.split()) if one in CLASSES
            )
