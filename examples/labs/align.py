# time limit: 120 s
"""A notebook in which you write a constitution as small functions, tune a policy by it, and count what changes."""

# %% [markdown]
# # Align a policy with your own constitution
#
# In this lab you write principles as small functions, let them compare a model's answers, tune the model by the comparisons, and count how many answers keep each principle before and after. Then you do it once more without comparisons. It takes less than a minute on one core. You should have read [Alignment](../../docs/lesson/alignment.md) and [Constitutional AI](../../docs/lesson/constitutional-ai.md).

# %% [markdown]
# ## The model
#
# It is the helpful model of [Constitutional AI](../../docs/lesson/constitutional-ai.md): someone asks what it thinks of their violin or their novel, and it answers, mostly rudely. Its world is small. These are the words it knows for such an answer, and four answers that it gives.

# %% model
import numpy as np

from lessoncode.alignment.template import SPECIAL_TOKENS, Template
from lessoncode.model.transformer import Transformer
from lessoncode.pretrained import lessons
from lessoncode.text.tokenizer import END
from lessoncode.worlds import constitution as law

saved = lessons.load("constitutional_ai/helpful")
words, template = saved.tokenizer, Template(saved.tokenizer)
start = {n: p.data for n, p in saved.model.parameters.items()}


def fresh():
    """The model as it was, in float64."""
    copied = {name: w.astype(np.float64) for name, w in start.items()}
    return Transformer(saved.model.config, copied)


def replies(model, questions, seed):
    """One answer to each question, drawn."""
    asked = [law.dialogue(question) for question in questions]
    rng = np.random.default_rng(seed)
    return law.replies(model, template, asked, rng)


for slot in law.RUDE:
    print(f"{slot}: {', '.join(law.RUDE[slot])}")
    print(" " * len(slot), f"or {', '.join(law.KINDLY[slot])}")
questions = [law.QUESTION.format(topic) for topic in law.ASKED]
for said in replies(fresh(), questions[:4], seed=0):
    print(said)

# %% [markdown]
# ## Your constitution
#
# A principle is a function of a question and an answer that says whether the answer keeps it. Write your own here. The last one shows that a principle need not be about manners.

# %% constitution
def kind(question, answer):
    return not law.harmful(answer)


def frank(question, answer):
    return not answer.startswith("i would rather not")


def on_topic(question, answer):
    return question.split()[-1] in answer.split()


def practice(question, answer):
    return "practice more" in answer


principles = [kind, frank, on_topic, practice]

# %% [markdown]
# How often does the model keep each? It is asked about every topic eight times. The topics held out take no part in the tuning.

# %% before
held_out = [law.QUESTION.format(topic) for topic in law.HELD_OUT]


def show(name, model):
    """Print the share of answers that keep each principle."""
    for title, some in ((name, questions), ("  held out", held_out)):
        said = replies(model, some * 8, seed=9)
        shares = [
            np.mean([principle(*pair) for pair in zip(some * 8, said)])
            for principle in principles
        ]
        print(f"{title:11}", *(f"{share:9.2f}" for share in shares))


names = [principle.__name__ for principle in principles]
print(" " * 11, *(f"{name:>9}" for name in names))
show("before", fresh())

# %% [markdown]
# ## Comparisons
#
# For each question the model gives twelve answers, in pairs. The better answer of a pair is the one that keeps more principles; pairs that keep equally many decide nothing and are left out. The code prints the first pair, the better answer above.

# %% compare
import textwrap

from lessoncode.alignment.policy import Policy, prompts_and_answers
from lessoncode.alignment.preferences import Comparisons

prompts = [template.prompt(law.dialogue(q)) for q in questions]
special = set(words.encode(" ".join([*SPECIAL_TOKENS, END])))


def read(ids):
    """The text of some tokens, without the special ones."""
    return words.decode(token for token in ids if token not in special)


def score(batch):
    """How many principles each answer keeps."""
    pairs = [map(read, pair) for pair in prompts_and_answers(batch)]
    kept = [[p(q, a) for p in principles] for q, a in pairs]
    return np.array(kept, float).sum(-1)


def compared(policy, rng):
    """Pairs of answers to the same question, the better one first."""
    batch = policy.sample(prompts * 12, rng)
    worth = score(batch)
    one, two = np.arange(len(worth)).reshape(2, -1)
    better = np.where(worth[one] > worth[two], one, two)
    decided = worth[one] != worth[two]
    worse = one + two - better
    return Comparisons(batch, better[decided], worse[decided])


policy = Policy(fresh(), template.end_id, n_tokens=16)
comparisons = compared(policy, np.random.default_rng(0))
print(f"pairs: {len(prompts) * 6}, decided: {len(comparisons.better)}")
pairs = prompts_and_answers(comparisons.answers)
texts = [read(ids) for _, ids in pairs]
for rows in (comparisons.better, comparisons.worse):
    print(textwrap.fill(texts[rows[0]], 56))

# %% [markdown]
# [76](#out-labs-align--compare) of the [180](#out-labs-align--compare) pairs of this seed decide something.
#
# ## Learn from the comparisons
#
# [DPO](../../docs/lesson/ppo-grpo-dpo.md) raises the better answer of each pair against the worse. Three seeds, each with comparisons of its own. Beside the shares, the code prints by how many nats the log-probability of the better answers and of the worse ones has changed on average, and how much probability all of them have, before and after.

# %% dpo
from lessoncode.alignment.dpo import DPO, log_ratio
from lessoncode.alignment.policy import improve


def changes(policy, comparisons):
    """Print how the answers of the pairs have changed."""
    answers = comparisons.answers
    h = log_ratio(policy, answers).data
    log_ref = policy.reference_log_probs(answers).sum(-1)
    texts = [str(pair) for pair in prompts_and_answers(answers)]
    for side in ("better", "worse"):
        rows = getattr(comparisons, side)
        each = list({texts[row]: row for row in rows}.values())
        before = np.exp(log_ref[each]).sum() / len(prompts)
        after = np.exp((log_ref + h)[each]).sum() / len(prompts)
        print(f"  {side} {h[rows].mean():+.1f} nats,", end=" ")
        print(f"{before:.3f} -> {after:.3f} in all")


print(" " * 11, *(f"{name:>9}" for name in names))
for seed in range(3):
    rng = np.random.default_rng(seed)
    policy = Policy(fresh(), template.end_id, n_tokens=16)
    comparisons = compared(policy, rng)
    learn = DPO(policy, comparisons, beta=0.1, n_batch=16)
    for _ in improve(learn.losses(rng), learn.parameters, 50, 3e-4):
        pass
    show(f"DPO {seed}", policy.model)
    changes(policy, comparisons)
tuned = {"before": fresh(), "DPO": policy.model}

# %% [markdown]
# Rudeness is gone, also about things that no comparison spoke of. But the model has also left the topic: of the answers to trained questions, [0.47](#out-labs-align--dpo) to [0.61](#out-labs-align--dpo) name what was asked about, [0.90](#out-labs-align--before) before, although your constitution has a principle for that.
#
# There is a suspect. DPO needs a wide gap between better and worse, and can make it by pushing both down. The log-probability of the better answers has changed by [-2.1](#out-labs-align--dpo) to [-3.8](#out-labs-align--dpo) nats on average. In larger models the same has been seen, and is called likelihood displacement: the probability goes to answers that stood in no pair ([Razin et al. 2024](https://arxiv.org/abs/2410.08847)). But the last numbers speak against it here. Some better answers have fallen far, and draw the average down; all of them together have become more probable, from [0.014](#out-labs-align--dpo "better") to [0.023](#out-labs-align--dpo) with the first seed.
#
# So put it to the test. The next code makes it dear to displace: each nat by which a better answer falls below where it began adds one to the loss. It trains for as many steps, and then for four times as many.

# %% priced
from lessoncode.alignment.dpo import dpo_loss
from lessoncode.alignment.preferences import comparison_batches
from lessoncode.model.layers import masked


def losses(policy, comparisons, rng):
    """DPO's, and one for each nat that a better answer has lost."""
    for some in comparison_batches(comparisons, 16, rng):
        h = log_ratio(policy, some.answers)
        better = h[some.better]
        lost = masked(-better, better.data < 0)
        yield dpo_loss(h, some, beta=0.1).mean() + lost.mean()


print(" " * 11, *(f"{name:>9}" for name in names))
for n_steps in (50, 200):
    print(n_steps, "steps")
    for seed in range(3):
        rng = np.random.default_rng(seed)
        policy = Policy(fresh(), template.end_id, n_tokens=16)
        comparisons = compared(policy, rng)
        each = losses(policy, comparisons, rng)
        for _ in improve(each, policy.model.parameters, n_steps, 3e-4):
            pass
        show(f"priced {seed}", policy.model)
        changes(policy, comparisons)

# %% [markdown]
# Now the better answers rise. After 50 steps most answers name the topic, [0.78](#out-labs-align--priced "0.46") to [0.90](#out-labs-align--priced "0.42") of those about topics held out. But at this price little is learned: of the same answers [0.42](#out-labs-align--priced "0.90") to [0.51](#out-labs-align--priced "0.86") are kind. After [200](#out-labs-align--priced) steps more are, and the topic goes again, to [0.69](#out-labs-align--priced "0.64") to [0.75](#out-labs-align--priced "0.74"), though the better answers are more likely than ever. So the model leaves the topic without displacement, too. What makes it do so is an open question.
#
# ## Learn from the score
#
# The same principles can serve as a reward. [GRPO](../../docs/lesson/ppo-grpo-dpo.md) lets the model answer a question eight times, scores each answer by your functions, and strengthens what scored above the mean of the eight. It sees new answers at every step.

# %% grpo
from lessoncode.alignment.grpo import GRPO

plain = {"kl_in": "reward", "by_std": False, "by_length": False}
print(" " * 11, *(f"{name:>9}" for name in names))
for seed in range(3):
    rng = np.random.default_rng(seed)
    policy = Policy(fresh(), template.end_id, n_tokens=16)
    learn = GRPO(policy, prompts, score, beta=0.1, n_prompts=4, **plain)
    for _ in improve(learn.losses(rng), learn.parameters, 50, 4e-4):
        pass
    show(f"GRPO {seed}", policy.model)
tuned["GRPO"] = policy.model

# %% [markdown]
# The other three are nearly always kept now, and the topic about as well as before, with [0.89](#out-labs-align--grpo "GRPO 2") or more. That is not a verdict on the two methods. Here the score is asked more than a thousand times, for the answers that the model is about to give. DPO had some seventy pairs, all of them drawn before it began.
#
# ## What else has changed
#
# Read some answers, and ask something that no principle speaks of: what kind of thing a violin is. The code shows the models of the last seed.

# %% beside
for name, model in tuned.items():
    print(name)
    for said in replies(model, held_out[:3], seed=1):
        print(" ", said)
    asked = [f"what kind of thing is {topic}" for topic in law.TOPICS]
    said = law.replies(model, template, [*map(law.dialogue, asked)])
    right = np.equal(said, list(law.KIND_OF.values())).mean()
    print(f"  the right kind of thing: {right:.2f}")

# %% [markdown]
# The answers have become alike: kind, frank, and with one piece of advice. You asked for that. What the principles do not mention is left to chance.
#
# ## Change one thing
#
# - **A principle of your own.** Let an answer be wrong if it calls a person a `beginner`, or right only if it has fewer than twelve words. Watch the other columns while yours rises.
# - **One that can be cheated.** Replace `on_topic` by `len(question) < len(answer)`. What do the answers look like?
# - **A conflict.** Add a principle that wants "keep going" beside `practice`. Which one wins, and does it after another seed?
# - **The leash.** Make `beta` ten times as large, or as small, in either method. How much is kept, and what becomes of the last cell?
# - **More comparisons.** Let each question be answered forty times instead of twelve. Does DPO still leave the topic?
#
# ## What this toy does not show
#
# A principle that a program can check is none that people argue about. In practice a person or a model judges, and errs; [Constitutional AI](../../docs/lesson/constitutional-ai.md) lets a model do it. The model is tiny, and the settings were chosen in this lab alone, so that nothing here compares DPO with GRPO at their best.
