# time limit: 120 s
"""Students of one teacher: its text, its probabilities, or neither."""

import numpy as np

from lessoncode.measures.information import bits
from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.generate import generate_answers
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import answer_row, padded
from lessoncode.training.distillation import hard, learn, soft
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

world = grammar(CAT_AND_DOG)
saved = checkpoints.load("next_token/train")
again = checkpoints.load("perplexity/again")
third = Transformer(saved.model.config, again.arrays)
teachers = saved.model, again.model, third
words = saved.tokenizer
texts = [words.encode(text) for text in world.probabilities]
shares = np.array(list(world.probabilities.values()))
end = words.end_id
shape = {"n_embd": 16, "n_layer": 2, "n_hidden": 32}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)


def distance(model):
    """The bits a sentence that a model costs more than the truth."""
    log_p = token_log_probs(model.frozen(), texts, end)
    cost = -np.array([p.sum() for p in log_p])
    return bits(shares @ cost) - world.entropy()


def read(documents):
    """Sentences as a batch of rows, each with its end."""
    rows = [answer_row([end], [*ids, end]) for ids in documents]
    return padded(rows)


sizes, n_looks = (30, 100, 300, 1000, 3000), 6
arms = "world's text", "teacher's text", "probabilities"
found = np.empty((len(sizes), len(arms), 3, n_looks))
for seed, teacher in enumerate(teachers):
    for i, n in enumerate(sizes):
        rng = np.random.default_rng(seed)
        true = [words.encode(text) for text in world.sample(n, rng)]
        starts = [[end]] * n
        told = generate_answers(teacher, starts, 24, rng, stop=end)
        batch = read([ids[:-1] for ids in told])
        lessons = (
            hard(read(true), words.n_vocab),
            hard(batch, words.n_vocab),
            soft(batch, teacher),
        )
        for j, lesson in enumerate(lessons):
            rng = np.random.default_rng(seed)
            student = Transformer.initial(config, rng)
            steps = learn(student, lesson, 300, 1e-2, 32, rng)
            for step in steps:
                look, over = divmod(step.number, 50)
                if not over:
                    found[i, j, seed, look - 1] = distance(student)

print("parameters, teacher and student:", end=" ")
print(f"{saved.model.n_parameters:,} {student.n_parameters:,}")
at = [distance(teacher) for teacher in teachers]
print("teachers:", *(f"{x:.3f}" for x in at))
print("sentences", *(f"{arm:>14}" for arm in arms))
for n, row in zip(sizes, found.min(-1)):
    spans = (f"{x.min():.3f}-{x.max():.3f}" for x in row)
    print(f"{n:9,}", *(f"{span:>14}" for span in spans))
runs = {"sizes": np.array(sizes), "found": found}
runs["teachers"] = np.array(at)
checkpoints.save("students", student, words, **runs)
