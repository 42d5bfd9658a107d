# time limit: 120 s
"""A third way: the answer at once, but with its digits turned round."""

# --8<-- [start:way]
from lessoncode.worlds import addition

end_id = addition.SIGNS.end_id


def solution(a, b):
    """The right answer from its last digit to its first."""
    return str(a + b)[::-1]


def answer_in(text):
    """The number of an answer, turned back; None if there is none."""
    digits, end = text[:-1], text[-1:]
    return addition.answer_in(digits[::-1] + end)


a, b = 47, 85
told = [*addition.ids_of(solution(a, b)), end_id]
text = addition.text_of(told)
print(f"turned   {a}+{b}={text:12} {len(told)} tokens")
print("it is read as", answer_in(text))
# --8<-- [end:way]

# --8<-- [start:train]
import numpy as np

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import (
    Policy,
    improve,
    prompts_and_answers,
)
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import answer_row, row_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train

sums = addition.split(n_worked=1000, n_held_out=1000)
asked = [addition.prompt(a, b) for a, b in sums.asked]
shape = {"n_embd": 48, "n_layer": 2, "n_hidden": 96}
n_signs = addition.SIGNS.n_vocab
config = Config(n_signs, **shape, n_head=4, n_kv_head=4)


def example(a, b):
    """A question with its solution, of which the loss is taken."""
    told = [*addition.ids_of(solution(a, b)), end_id]
    return answer_row(addition.prompt(a, b), told)


def share_right(model, pairs, rng):
    """The share of right answers, each sum answered once."""
    said = addition.say(model, pairs, "direct", rng)  # as many tokens
    told = [answer_in(text) for text in said]
    return np.mean([n == a + b for n, (a, b) in zip(told, pairs)])


def begun(seed):
    """A model that can add a little, as those of `base`."""
    examples = [example(a, b) for a, b in sums.worked]
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    stream = row_batches(examples, 64, rng)
    for step in train(model, stream, n_steps=2500, peak=1e-2):
        if step.number % 50 == 0:
            share = share_right(model, sums.asked[:300], rng)
            if share > 0.3:
                break
    print(f"turned {seed}: {step.number} steps, {share:.2f} right")
    return model


def marks(batch):
    """The reward: 1 for each right answer, 0 for any other."""
    given = []
    for question, told in prompts_and_answers(batch):
        a, b = addition.text_of(question[1:-1]).split("+")
        number = answer_in(addition.text_of(told))
        given.append(number == int(a) + int(b))
    return np.array(given, float)


def reinforce(model, seed):
    """As in `improve`; returns the share right in each step."""
    n_tokens = addition.most_tokens(sums.asked, "direct")
    policy, shares = Policy(model, end_id, n_tokens), []

    def reward(batch):
        given = marks(batch)
        shares.append(given.mean())
        return given

    how = {"beta": 0.0, "n_prompts": 48, "n_group": 4}
    how |= {"by_std": False, "by_length": False}
    algorithm = GRPO(policy, asked, reward, **how)
    losses = algorithm.losses(np.random.default_rng(seed))
    for _ in improve(losses, algorithm.parameters, 120, peak=1e-3):
        pass
    return np.array(shares)


arrays = {}
for seed in range(3):
    model = begun(seed)
    arrays |= arrays_of({f"before {seed}": model})
    shares = reinforce(model, seed)
    arrays |= arrays_of({f"after {seed}": model})
    arrays[f"curve {seed}"] = shares
    first, last = shares[:10].mean(), shares[-10:].mean()
    print(f"          {first:.2f} right -> {last:.2f} when rewarded")

checkpoints.save("turned", model, addition.SIGNS, **arrays)
# --8<-- [end:train]
