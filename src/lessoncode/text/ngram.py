"""The n-gram model: count what followed the last n - 1 tokens.

    >>> from lessoncode.text.ngram import NGram
    >>> bigrams = NGram([[1, 2], [1, 3], [1, 2]], n=2, n_vocab=4, end_id=0)
    >>> bigrams.probabilities([1]).round(2)
    array([0.12, 0.12, 0.49, 0.26])

c(h w) is how often token w followed the context h, N(h) how often any token did, and T(h) how many
different tokens did:

    p(w | h) = (c(h w) + T(h) p(w | h')) / (N(h) + T(h))

h' is h without its first token. The shortest context is the empty one, and its p(w | h') is
1 / n_vocab for every token. The more different tokens followed h, the more we expect to have
missed, and the more weight the shorter context gets. No token has probability 0. If h was never
seen, p(w | h) is p(w | h'). This is interpolated Witten-Bell smoothing.

Source: Witten and Bell 1991, "The zero-frequency problem", IEEE Transactions on Information Theory
37, 1085-1094, doi 10.1109/18.87000; down to 1 / n_vocab as in Chen's exercise,
https://www.ee.columbia.edu/~stanchen/e6884/labs/lab3/x207.html

Differs in: One end token begins a document, not n - 1; the first tokens have shorter contexts.

Checked against: fractions counted by hand, and the sum over all sequences.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from lessoncode.model.checks import count
from lessoncode.model.layers import check_ids, id_rows
from lessoncode.model.tensor import Array

Context: TypeAlias = tuple[int, ...]


class NGram:
    """Counts of n-grams, and the probabilities that follow from them.

    `counts[context][token]` is how often the token followed the context, a tuple of up to n - 1
    ids. Contexts stay within their document. Raises ValueError for n < 1, and as `framed` does.
    """

    def __init__(
        self, documents: Iterable[Sequence[int]], n: int, n_vocab: int, end_id: int
    ) -> None:
        count(n=n, n_vocab=n_vocab)
        count(0, end_id=end_id)
        self.n, self.n_vocab, self.end_id = n, n_vocab, end_id
        self.counts: dict[Context, Counter[int]] = defaultdict(Counter)
        for document in documents:
            ids = self.framed(document)
            for i in range(1, len(ids)):
                for length in range(min(n, i + 1)):
                    context = tuple(ids[i - length : i])
                    self.counts[context][ids[i]] += 1

    def framed(self, document: Sequence[int]) -> list[int]:
        """The document with an end token at both ends.

        Raises IndexError for an id that is not in the vocabulary, ValueError for nested lists.
        """
        (ids,) = id_rows([[self.end_id, *document, self.end_id]])
        check_ids("ids", ids, self.n_vocab)
        return [*map(int, ids)]

    def followers(self, context: Sequence[int]) -> Array:
        """How often each token followed exactly this context: [n_vocab].

        Divided by their sum, they are the maximum likelihood estimate, 0 for what was not seen.
        Raises ValueError for more than n - 1 ids, and as `framed` does.
        """
        if len(context) >= self.n:
            raise ValueError(f"the context has {len(context)} ids: give {self.n - 1} at most")
        return self._followers(self.framed(context)[1:-1])

    def _followers(self, context: list[int]) -> Array:
        counts = np.zeros(self.n_vocab, int)
        found = self.counts.get(tuple(context), Counter())
        counts[list(found)] = list(found.values())
        return counts

    def probabilities(self, context: Sequence[int]) -> Array:
        """The smoothed probability of each next token, after the last n - 1 ids: [n_vocab].

        Put the end id first if the context begins a document. Raises errors as `framed` does.
        """
        ids = self.framed(context)[1:-1]
        p = np.full(self.n_vocab, 1 / self.n_vocab)
        end = len(ids)
        for length in range(min(self.n, end + 1)):
            counts = self._followers(ids[end - length :])
            kinds = np.count_nonzero(counts)
            if kinds == 0:
                break  # longer contexts were not seen either
            p = (counts + kinds * p) / (counts.sum() + kinds)
        return p

    def log_probs(self, document: Sequence[int]) -> Array:
        """The log-probability of each token and of the end, in nats: [len(document) + 1]."""
        ids = self.framed(document)
        places = range(1, len(ids))
        p = [self.probabilities(ids[:i])[ids[i]] for i in places]
        return np.log(p)
