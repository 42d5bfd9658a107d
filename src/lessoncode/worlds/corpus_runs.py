"""Runs of the small corpus with other seeds, and what their models can do on the way.

    >>> from lessoncode.worlds.corpus_runs import STEPS
    >>> STEPS[:3], STEPS[-1]
    ((0, 20, 50), 1000)

A seed gives the corpus, the tokenizer that is trained on it, and the model's first weights. The
training is that of the example pre_training/train, of seed 0.

Checked against: the measures of that example, for the same seed.
"""

from collections.abc import Sequence

import numpy as np

from lessoncode.measures.prediction import greedy_matches, token_log_probs
from lessoncode.model.checks import count
from lessoncode.model.generate import generate_batch
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import facts

STEPS = (0, 20, 50, 75, 100, 125, 150, 200, 300, 500, 700, 1000)  # after which we look

PEAK = 3e-3  # learning rate

Pairs = tuple[list[str], list[str]]  # right sentences, and the same with a wrong verb


def run(seed: int) -> tuple[Transformer, BytePairTokenizer, dict[str, Array], float]:
    """Train a model for 1,000 steps; its tokenizer, what it could do when, and the last loss.

    The arrays have a row for each of STEPS: `letters` and `words`, the shares of what it wrote that
    the corpus holds; `verbs` [step, number of the subject, 2], how often the right form is likelier
    and its mean share; `facts`, `sums` and `kept_back`, which of them it completes rightly.
    """
    count(0, seed=seed)
    rng = np.random.default_rng(seed)
    texts = corpus.documents(rng)
    ranks = bpe_training.train("\n".join(texts), 60)
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {END: len(ranks)})
    config = Config(tokenizer.n_vocab, n_embd=64, n_layer=2, n_head=4, n_kv_head=4, n_hidden=128)
    model = Transformer.initial(config, rng)
    documents = [tokenizer.encode(text) for text in texts]
    pairs = unread_pairs(set(texts))
    looks = [look(model.frozen(), tokenizer, texts, pairs)]
    stream = packed_batches(documents, tokenizer.end_id, 32, 64, rng)
    for step in train(model, stream, n_steps=STEPS[-1], peak=PEAK):
        if step.number in STEPS:
            looks.append(look(model.frozen(), tokenizer, texts, pairs))
    course = {key: np.array([seen[key] for seen in looks]) for key in looks[0]}
    return model, tokenizer, course, step.loss


def unread_pairs(read: set[str]) -> list[Pairs]:
    """Some fifty pairs that are not in the corpus with a singular subject, and with a plural."""
    new = [pair for pair in corpus.minimal_pairs(same_number=False) if pair[0] not in read]
    found = []
    for singular in (True, False):
        some = [pair for pair in new if pair[0].endswith("s.") == singular]
        right, wrong = zip(*some[:: len(some) // 50], strict=True)
        found.append((list(right), list(wrong)))
    return found


def look(
    model: Transformer,
    tokenizer: BytePairTokenizer,
    texts: Sequence[str],
    pairs: Sequence[Pairs],
) -> dict[str, Array]:
    """What a model of these texts can do, as in `run`; pass `model.frozen()`."""
    end, rng = tokenizer.end_id, np.random.default_rng(2)
    rows = generate_batch(model, [[end]] * 200, 40, rng, stop=end)
    said = [tokenizer.decode(i for i in row if i != end) for row in rows]
    letters, words = set("".join(texts)), set(" ".join(texts).split())
    seen = {
        "letters": np.array(np.mean([letter in letters for letter in "".join(said)])),
        "words": np.array(np.mean([word in words for word in " ".join(said).split()])),
        "verbs": np.array([agreement(model, tokenizer, *some) for some in pairs]),
    }
    sums, kept_back = corpus.all_sums()
    capitals = facts(corpus.FACT, CAPITALS, dict.fromkeys(CAPITALS, 1))
    for key, asked, after in (
        ("facts", capitals, " is"),
        ("sums", sums, " ="),
        ("kept_back", kept_back, " ="),
    ):
        parts = [text.partition(after) for text in asked]
        prompts = [tokenizer.prompt(question + word) for question, word, _ in parts]
        answers = [[*tokenizer.encode(answer), end] for *_, answer in parts]
        seen[key] = greedy_matches(model, prompts, answers)
    return seen


def agreement(
    model: Transformer,
    tokenizer: BytePairTokenizer,
    right: Sequence[str],
    wrong: Sequence[str],
) -> tuple[float, float]:
    """How often the right form is likelier than the wrong one, and its mean share of the two."""
    likely, unlikely = (
        token_log_probs(model, [tokenizer.encode(text) for text in texts], tokenizer.end_id)
        for texts in (right, wrong)
    )
    lead = np.array([a.sum() - b.sum() for a, b in zip(likely, unlikely, strict=True)])
    return float(np.mean(lead > 0)), float(np.mean(1 / (1 + np.exp(-lead))))
