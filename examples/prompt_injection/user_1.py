# time limit: 120 s
"""A model of seed 1, with results of tools in a turn of the user."""

from lessoncode.training import checkpoints
from lessoncode.worlds import desk, desk_orders

model, loss = desk_orders.trained(1, results="user")
print(f"loss {loss:.3f} nats")
checkpoints.save("user_1", model, desk.WORDS)
