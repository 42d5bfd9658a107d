"""Bytes written as characters that can be seen, as GPT-2 does it.

Files that hold a vocabulary as text write b" a" as "Ġa". A byte is the Latin-1 character of its
number, if that can be seen, else one of the characters from U+0100 on, in order.

Source: the published code of Radford et al. 2019, "Language Models are Unsupervised Multitask
Learners".

Checked against: `tokenizers`, which reads what is written so.
"""

SEEN = {*range(33, 127), *range(161, 173), *range(174, 256)}
HIDDEN = [byte for byte in range(256) if byte not in SEEN]
CHARACTERS = {byte: 256 + i for i, byte in enumerate(HIDDEN)}
BYTES = {character: byte for byte, character in CHARACTERS.items()}


def to_text(token: bytes) -> str:
    """Write bytes as characters that can be seen."""
    return token.decode("latin-1").translate(CHARACTERS)


def to_bytes(text: str) -> bytes:
    """Undo `to_text`; any other character becomes b"?"."""
    return text.translate(BYTES).encode("latin-1", "replace")
