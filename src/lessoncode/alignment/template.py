"""Conversations as tokens, and which of these tokens are learned.

    >>> from lessoncode.alignment.template import SPECIAL_TOKENS, Template, Turn
    >>> from lessoncode.text.words import Words
    >>> words = Words(["what is the capital of france paris", *SPECIAL_TOKENS])
    >>> words.decode(Template(words).prompt([Turn("user", "the capital of france")]))
    '<|endoftext|> <|user|> the capital of france <|end|> <|assistant|>'

A model reads a conversation as one text. Role tokens show who is speaking, and <|end|> ends a turn:

    <|endoftext|>
    <|user|> what is the capital of france <|end|>
    <|assistant|> paris <|end|>

The loss of supervised fine-tuning is that of pre-training, taken over fewer tokens. <|end|> is one
of them, because the model must learn to stop:

    loss = mean over the assistant's tokens of  -log p(token)

Source: Ouyang et al. 2022, "Training language models to follow instructions with human feedback",
arXiv 2203.02155, section 3.5; loss on the answers alone: Touvron et al. 2023, "Llama 2", arXiv
2307.09288.

Differs in:
1. A role is one token, such as <|user|>. Llama 2 writes it with several.
2. Shorter conversations are padded at the right, with weight 0. Llama 2 packs several into a row.

Checked against: a hand count; rows one by one; the gradient, which is 0 where others speak.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lessoncode.text.tokenizer import END, Tokenizer
from lessoncode.training.batches import Row

END_OF_TURN = "<|end|>"
ROLES = ("system", "user", "assistant")
SPECIAL_TOKENS = (*(f"<|{role}|>" for role in ROLES), END_OF_TURN)


class Turn(NamedTuple):
    """What one speaker says; the role is one of `ROLES`."""

    role: str
    text: str


class Template:
    """Turns conversations into ids, with a tokenizer that has special tokens.

    It needs <|endoftext|> and, of `SPECIAL_TOKENS`, <|end|> and those of the roles in use.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer

    @property
    def end_id(self) -> int:
        """The id that ends a turn, which is where generation stops."""
        return self.tokenizer.special(END_OF_TURN)

    def row(self, turns: Sequence[Turn]) -> Row:
        """A whole conversation as a row in which the assistant's turns are learned.

        Raises ValueError if the assistant has no turn, and as `role` and `text` do.
        """
        ids, learned = [self.tokenizer.end_id], [False]
        for turn in turns:
            piece = self.turn(turn)
            ours = turn.role == "assistant"
            ids += piece
            learned += [False, *[ours] * (len(piece) - 1)]
        if not any(learned):
            message = "the assistant has no turn here"
            raise ValueError(f"{message}: there is nothing to learn")
        return Row(ids, learned)

    def prompt(self, turns: Sequence[Turn]) -> list[int]:
        """The ids of the turns so far and of the assistant's role, which begins its next turn."""
        ids = [self.tokenizer.end_id]
        for turn in turns:
            ids += self.turn(turn)
        return [*ids, self.role("assistant")]

    def turn(self, turn: Turn) -> list[int]:
        """The ids of one turn, from its role token to its end."""
        said = self.text(turn.text)
        return [self.role(turn.role), *said, self.end_id]

    def role(self, role: str) -> int:
        """The id of a role's token. Raises ValueError for an unknown role."""
        if role not in ROLES:
            known = ", ".join(ROLES)
            raise ValueError(f"{role!r} is none of the roles {known}")
        return self.tokenizer.special(f"<|{role}|>")

    def text(self, text: str) -> list[int]:
        """The ids of what a speaker says. Raises ValueError if it contains a special token."""
        found = [t for t in (*SPECIAL_TOKENS, END) if t in text]
        if found:
            message = f"a turn holds the special token {found[0]}"
            raise ValueError(f"{message}: take it out of the text")
        return self.tokenizer.encode(text)
