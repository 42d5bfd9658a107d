"""The verbs of an invented language, for an exam with a known ceiling.

    >>> from lessoncode.worlds.verbs import Verbs
    >>> learned, held_out = Verbs.drawn([20, 10], np.random.default_rng(0))
    >>> learned.texts[0], learned.regular[0], held_out.regular.mean()
    ('ta ri ra -ur', np.True_, np.float64(0.6))

A verb is a stem of three syllables, followed by its ending in the past tense. Six verbs in
ten follow a rule: the last syllable decides. The others have a different ending, drawn at random:

    ba li ta -en
    ki da ta -en
    mi pa ta -ur     against the rule

Nothing marks an exception. So a model that has not read a verb does best to follow the rule, and
the best score to expect is 0.6.

Source: Berko 1958, "The Child's Learning of English Morphology", doi
10.1080/00437956.1958.11659661, for asking about invented words.

Checked against: hand counts, and a reader who knows the rule.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import count
from lessoncode.text.words import Words

SYLLABLES = [c + v for c in "bdklmnprst" for v in "ai"]
ENDINGS = [*("-al", "-as", "-en", "-et", "-if"), *("-ip", "-ok", "-om", "-un", "-ur")]
WORDS = Words([*SYLLABLES, *ENDINGS])
N_STEM = 3  # syllables
REGULAR = 0.6  # the share of verbs that follow the rule


class Verbs(NamedTuple):
    """A list of verbs, and which of them follow the rule."""

    texts: list[str]
    regular: npt.NDArray[np.bool_]

    @property
    def documents(self) -> list[list[int]]:
        """Each verb as ids, the ending last."""
        return [WORDS.encode(text) for text in self.texts]

    @classmethod
    def drawn(cls, sizes: Sequence[int], rng: np.random.Generator) -> list[Self]:
        """Lists of verbs, of these sizes, from one new language; no verb is in two lists.

        In each, 60% are regular, rounded. Raises ValueError if there are too few stems.
        """
        for n in sizes:
            count(0, a_size=n)
        n_syllables, n_endings = len(SYLLABLES), len(ENDINGS)
        rule = rng.integers(n_endings, size=n_syllables)
        codes = rng.permutation(n_syllables**N_STEM)
        if sum(sizes) > len(codes):
            message = f"there are {len(codes)} stems, not {sum(sizes)}"
            raise ValueError(message)
        lists, start = [], 0
        for n in sizes:
            some = codes[start : start + n]
            places = np.unravel_index(some, (n_syllables,) * N_STEM)
            stems = np.stack(places, axis=1)
            regular = rng.permutation(np.arange(n) < round(REGULAR * n))
            off = rng.integers(1, n_endings, size=n)
            off[regular] = 0
            endings = (rule[stems[:, -1]] + off) % n_endings
            texts = [
                " ".join([*(SYLLABLES[i] for i in stem), ENDINGS[last]])
                for stem, last in zip(stems, endings, strict=True)
            ]
            lists.append(cls(texts, regular))
            start += n
        return lists
