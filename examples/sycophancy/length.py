"""How many words an answer has, when raters like words a little."""

from lessoncode.alignment.policy import Policy
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import opinions
from lessoncode.worlds.opinion_raters import Raters, enumeration, told

BETA = 0.5
taught = models_of(checkpoints.load("sycophancy/taught"))
pleased = checkpoints.load("sycophancy/pleased").arrays


def words(shares):
    """The mean number of words of an answer."""
    return shares[:, 2].mean()


# --8<-- [start:table]
print("words an answer       trained, by points for agreement")
print("       before  best   0.0   0.5   1.0   2.0")
for name, model in taught.items():
    policy = Policy(model, opinions.WORDS.end_id, opinions.MOST_WORDS)
    world = enumeration(policy, Raters(length=0.3).reward)
    logs = world.log_ref, world.optimum(BETA)
    row = [words(told(world, log_p)) for log_p in logs]
    for liking in (0.0, 0.5, 1.0, 2.0):
        row.append(words(pleased[f"trained/{liking}/{name}"]))
    text = " ".join(f"{x:5.2f}" for x in row)
    print(f"model {name} {text}")
print("points for a word    0.0   0.3   0.6   1.0")
rows = []
for length in (0.0, 0.3, 0.6, 1.0):
    reward = Raters(length=length).reward(world.batch)
    world.rewards = reward.reshape(world.shape)
    rows.append(f"{words(told(world, world.optimum(BETA))):5.2f}")
print("best, from model 2 ", *rows)
# --8<-- [end:table]
