"""Bytes written as visible characters, as GPT-2 writes them.

    >>> from lessoncode.pretrained.byte_characters import to_bytes, to_text
    >>> to_text(b" rain"), to_bytes("Ġrain")
    ('Ġrain', b' rain')

Files that hold a vocabulary as text use this form. A byte becomes the Latin-1 character with its
number if that is visible, and otherwise the next character from U+0100 on.

Source: the published code of Radford et al. 2019, "Language Models are Unsupervised Multitask
Learners".

Checked against: `tokenizers`, which reads text in this form.
"""

SEEN = {*range(33, 127), *range(161, 173), *range(174, 256)}
HIDDEN = [byte for byte in range(256) if byte not in SEEN]
CHARACTERS = {byte: 256 + i for i, byte in enumerate(HIDDEN)}
BYTES = {character: byte for byte, character in CHARACTERS.items()}


def to_text(token: bytes) -> str:
    """Bytes as visible characters, one for each."""
    return token.decode("latin-1").translate(CHARACTERS)


def to_bytes(text: str) -> bytes:
    """The bytes that `to_text` was given; other characters become their Latin-1 byte or `b"?"`."""
    return text.translate(BYTES).encode("latin-1", "replace")
