# time limit: 120 s
"""The same run with two more seeds: another corpus, another start."""

import numpy as np

from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.generate import generate_batch
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import facts

steps = 0, 20, 50, 75, 100, 125, 150, 200, 300, 500, 700, 1000
capitals = facts(corpus.FACT, CAPITALS, dict.fromkeys(CAPITALS, 1))
sums, kept_back = corpus.all_sums()
questions = {"facts": (capitals, " is"), "sums": (sums, " =")}
questions["kept_back"] = kept_back, " ="
shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
heads = {"n_head": 4, "n_kv_head": 4}


def unread_verbs(texts):
    """Right and wrong sentences, by the subject's number."""
    pairs = corpus.minimal_pairs(same_number=False)
    new = [pair for pair in pairs if pair[0] not in set(texts)]
    for singular in (True, False):
        some = [p for p in new if p[0].endswith("s.") == singular]
        yield list(zip(*some[:: len(some) // 50]))


def answered(model, tokenizer, texts, after):
    """Which of the texts it completes rightly."""
    parts = [text.partition(after) for text in texts]
    prompts = [tokenizer.prompt(a + b) for a, b, _ in parts]
    ends = [[*tokenizer.encode(c), tokenizer.end_id] for *_, c in parts]
    return greedy_matches(model, prompts, ends)


def agreement(model, tokenizer, right, wrong):
    """How often the right form is likelier, and its mean share."""
    right, wrong = (
        token_log_probs(
            model,
            [tokenizer.encode(t) for t in texts],
            tokenizer.end_id,
        )
        for texts in (right, wrong)
    )
    lead = np.array([x.sum() - y.sum() for x, y in zip(right, wrong)])
    return np.mean(lead > 0), np.mean(1 / (1 + np.exp(-lead)))


def look(model, tokenizer, texts, pairs):
    """What the model can do."""
    end, dice = tokenizer.end_id, np.random.default_rng(2)
    ids = generate_batch(model, [[end]] * 200, 40, dice, stop=end)
    said = [tokenizer.decode(i for i in row if i != end) for row in ids]
    letters, words = set("".join(texts)), set(" ".join(texts).split())
    spoken = " ".join(said).split()
    seen = {
        "letters": np.mean([c in letters for c in "".join(said)]),
        "words": np.mean([word in words for word in spoken]),
        "verbs": [agreement(model, tokenizer, *p) for p in pairs],
    }
    for key, asked in questions.items():
        seen[key] = answered(model, tokenizer, *asked)
    return seen


def run(seed):
    """Train as in train.py; the model, and what it could do when."""
    rng = np.random.default_rng(seed)
    texts = corpus.documents(rng)
    ranks = bpe_training.train("\n".join(texts), 60)
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {END: len(ranks)})
    config = Config(tokenizer.n_vocab, **shape, **heads)
    model = Transformer.initial(config, rng)
    documents = [tokenizer.encode(text) for text in texts]
    world = tokenizer, texts, list(unread_verbs(texts))
    looks = [look(model.frozen(), *world)]
    stream = packed_batches(documents, tokenizer.end_id, 32, 64, rng)
    for step in train(model, stream, n_steps=1000, peak=3e-3):
        if step.number in steps:
            looks.append(look(model.frozen(), *world))
    print(f"seed {seed}: the loss ends at {step.loss:.2f} nats")
    return model, tokenizer, looks


runs = [run(seed) for seed in (1, 2)]
course = {
    key: np.array([[x[key] for x in looks] for *_, looks in runs])
    for key in runs[0][2][0]
}
second = {
    name: p.data.astype(np.float16)
    for name, p in runs[1][0].parameters.items()
}
course["steps"] = np.array(steps)
checkpoints.save("again", *runs[0][:2], **course, **second)
