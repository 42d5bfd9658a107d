"""One update of PPO on four answers, and three steps of DPO on two."""

# --8<-- [start:ppo]
import numpy as np

from lessoncode.alignment.policy import answered
from lessoncode.alignment.ppo import PPO
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.table import Table
from lessoncode.worlds import waiter

BETA, RATE, END = 0.5, 0.4, "<|endoftext|>"
words, tea = waiter.SMALL, waiter.SMALL.encode("tea")
texts = ["here tea", "tea", "here soup", "sorry"]
ids = [words.encode(f"{text} {END}") for text in texts]
answers = answered([tea] * 4, ids)
table = Table.initial(words.n_vocab, 3, np.random.default_rng(0))
critic = Scorer(table, np.zeros((1, words.n_vocab)))  # expects 0
policy = waiter.untrained_policy()
ppo = PPO(policy, [tea], waiter.reward, BETA, critic)

rewards = waiter.reward(answers)
before = ppo.as_drawn(answers)
log_old, values, advantages = before
ratios = []
for _ in range(3):
    loss = ppo.loss(answers, before).mean()
    loss.backward()
    for p in ppo.parameters.values():
        p.data -= RATE * p.grad
    log_p = policy.log_probs(answers).data
    ratios.append(np.exp(log_p - log_old))

print("                                  ratio after step")
print("reward  token          advantage     1     2     3")
for row, some in enumerate(ids):
    for t, i in enumerate(some):
        reward = "" if t else f"{rewards[row]:.0f}"
        numbers = (f"{ratio[row, t]:5.2f}" for ratio in ratios)
        print(f"{reward:>6}  {words.decode([i]):14}", end="")
        print(f"{advantages[row, t]:10.2f}", *numbers)
# --8<-- [end:ppo]

# --8<-- [start:dpo]
from lessoncode.alignment.dpo import dpo_loss, log_ratio
from lessoncode.alignment.preferences import ranked

policy = waiter.untrained_policy()
logits = policy.model.logits
pair = ranked([tea], [[ids[0], ids[2]]])  # the better one first
print("step  h of here tea  h of here soup   loss")
for step in range(3):
    h = log_ratio(policy, pair.answers)
    loss = dpo_loss(h, pair, BETA).mean()
    loss.backward()
    logits.data -= 4 * RATE * logits.grad
    print(f"{step:4}{h.data[0]:15.2f}{h.data[1]:16.2f}{loss.data:7.2f}")
# --8<-- [end:dpo]
