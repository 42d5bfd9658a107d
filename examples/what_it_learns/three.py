# time limit: 60 s
"""Three runs at their end: which findings of the first recur?"""

# --8<-- [start:load]
import numpy as np

from lessoncode.model.generate import generate, generate_batch
from lessoncode.model.sampling import GREEDY
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS

first = checkpoints.load("pre_training/train").model
second = checkpoints.load("pre_training/second").model
third = checkpoints.load("pre_training/third").model

runs = []  # model and tokenizer, for seeds 0, 1 and 2
for seed, model in enumerate((first, second, third)):
    texts = corpus.documents(np.random.default_rng(seed))
    ranks = bpe_training.train("\n".join(texts), 60)
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {END: len(ranks)})
    runs.append((model.frozen(), tokenizer))


def likeliest(model, tokenizer, text):
    """How the model continues, always with the most likely token."""
    ids, end = tokenizer.prompt(text), tokenizer.end_id
    drawn = generate(model, ids, 20, sampling=GREEDY, stop=end)
    return tokenizer.decode(drawn).strip()


# --8<-- [end:load]

# --8<-- [start:sums]
_, kept_back = corpus.all_sums()
print("        right  off by 1  farther, of 20")
for seed, (model, tokenizer) in enumerate(runs):
    off = []
    for text in kept_back:
        asked, right = text.replace(" =", " =|").split("|")
        said = likeliest(model, tokenizer, asked)
        a, b = (int(n.replace(" ", "")) for n in (said, right))
        off.append(abs(a - b))
    row = off.count(0), off.count(1), sum(n > 1 for n in off)
    print("seed {} {:6} {:9} {:8}".format(seed, *row))
# --8<-- [end:sums]

# --8<-- [start:sentences]
grammar = corpus.kinds()["sentences"].probabilities
print("        sentences written  of the grammar")
for seed, (model, tokenizer) in enumerate(runs):
    rng, end = np.random.default_rng(0), tokenizer.end_id
    drawn = generate_batch(model, [[end]] * 200, 40, rng, stop=end)
    said = ([i for i in ids if i != end] for ids in drawn)
    texts = map(tokenizer.decode, said)
    begun = [text for text in texts if text.startswith("the ")]
    sentences = [text for text in begun if "capital" not in text]
    row = len(sentences), sum(text in grammar for text in sentences)
    print("seed {} {:18} {:15}".format(seed, *row))
# --8<-- [end:sentences]

# --8<-- [start:asked]
never = [c for c, n in corpus.STATED.items() if n == 0]
print("        continued,   asked,   never stated, of 7", end="")
print("      all asked,")
print("        with paris   asks on  right  a wrong capital  ask on")
for seed, (model, tokenizer) in enumerate(runs):
    rng, end, row = np.random.default_rng(0), tokenizer.end_id, []
    for begun, wanted in (
        ("the capital of france is", " paris."),
        ("what is the capital of france?", " what is"),
    ):
        ids = [tokenizer.prompt(begun)] * 200
        drawn = generate_batch(model, ids, 40, rng, stop=end)
        said = ([i for i in ids if i != end] for ids in drawn)
        texts = map(tokenizer.decode, said)
        row.append(sum(text.startswith(wanted) for text in texts))
    guessed = {
        c: likeliest(model, tokenizer, f"the capital of {c} is")[:-1]
        for c in never
    }
    row.append(sum(CAPITALS[c] == said for c, said in guessed.items()))
    row.append(sum(s in CAPITALS.values() for s in guessed.values()))
    questions = [f"what is the capital of {c}?" for c in CAPITALS]
    after = (likeliest(model, tokenizer, text) for text in questions)
    row.append(sum(text.startswith("what is") for text in after))
    cells = "seed {} {:11} {:9} {:6} {:6} {:15} of {}"
    print(cells.format(seed, *row, len(CAPITALS)))
# --8<-- [end:asked]
