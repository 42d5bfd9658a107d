"""A conversation with SmolLM2 in a terminal: `lessoncode chat`.

    >>> from lessoncode.model.sampling import GREEDY
    >>> from lessoncode.pretrained import smollm
    >>> from lessoncode.pretrained.talk import Talk
    >>> talk = Talk(smollm.load(), GREEDY, np.random.default_rng(0))
    >>> "".join(talk.say("What is the capital of Germany?"))
    'The capital of Germany is Berlin.'

A model remembers nothing from one call to the next. What looks like memory is the transcript: for
each answer, the model is given the whole conversation so far. Only work is saved: the cache still
holds the keys and values of the first ids, as far as they are the same as before.

Checked against: the same conversation without a cache.
"""

import codecs
import sys
from collections.abc import Generator
from contextlib import closing

import numpy as np

from lessoncode.model.checks import count
from lessoncode.model.generate import generate
from lessoncode.model.sampling import Sampling
from lessoncode.pretrained import smollm

ROOM = 2048  # tokens in a talk; the model itself can read 8192
TOP_P = 0.9


class Talk:
    """The turns of a conversation so far, and the cache of what the model has read of them."""

    def __init__(self, smol: smollm.SmolLM2, sampling: Sampling, rng: np.random.Generator) -> None:
        self.model, self.tokenizer = smol
        self.sampling, self.rng = sampling, rng
        self.turns: list[tuple[str, str]] = []
        self.cache = self.model.cache(1, ROOM)
        self.seen: list[int] = []

    def say(self, text: str) -> Generator[str, None, None]:
        """Yield the answer to a text, in pieces. If it is stopped, the turn ends there.

        Raises ValueError for a text that the model cannot read, and if the talk is too long.
        """
        turns = [*self.turns, ("user", text)]
        written = smollm.chat_template(turns)
        ids = self.tokenizer.encode(written, allow_special=True)
        if len(ids) >= ROOM:
            raise ValueError(f"the talk has {len(ids)} tokens of {ROOM - 1}: begin a new one")
        known = common_start(self.seen, ids[:-1])
        for past in self.cache:
            past.length = known
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        drawn = []
        try:
            for token in generate(
                self.model, ids[known:], ROOM - len(ids), self.rng, self.sampling, cache=self.cache
            ):
                if token in self.tokenizer.special_tokens.values():
                    break
                drawn.append(token)
                # A token may be only part of a character.
                yield decoder.decode(self.tokenizer.token(token))
            if rest := decoder.decode(b"", final=True):  # a character that was cut
                yield rest
        finally:
            answer = self.tokenizer.decode(drawn)
            self.turns = [*turns, ("assistant", answer)]
            # A pass that was stopped has reached only some layers.
            whole = min(past.length for past in self.cache)
            self.seen = [*ids, *drawn][:whole]


def common_start(a: list[int], b: list[int]) -> int:
    """How many ids two lists have in common before they differ."""
    pairs = zip(a, b, strict=False)
    same = (i for i, (x, y) in enumerate(pairs) if x != y)
    return next(same, min(len(a), len(b)))


def main(temperature: float, seed: int | None) -> int:
    """Talk until the input ends; return the exit code."""
    try:
        count(0, seed=seed or 0)
        how = Sampling(temperature, top_p=TOP_P)
        rng = np.random.default_rng(seed)
        talk = Talk(smollm.load(), how, rng)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print("SmolLM2-135M, a small model: it makes mistakes.")
    print("Ctrl-C stops an answer, Ctrl-D ends the talk.")
    while True:
        try:
            said = input("\n> ")
        except KeyboardInterrupt:
            print(" (Ctrl-D ends the talk)")
            continue
        except EOFError:
            print()
            return 0
        try:
            with closing(talk.say(said)) as answer:
                for piece in answer:
                    print(piece, end="", flush=True)
            print()
        except KeyboardInterrupt:
            print(" (stopped)")
        except ValueError as error:
            print(error)
