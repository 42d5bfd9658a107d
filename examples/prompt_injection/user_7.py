# time limit: 120 s
"""A model of seed 7, with results of tools in a turn of the user."""

from lessoncode.training import checkpoints
from lessoncode.worlds import desk, desk_orders

model, loss = desk_orders.trained(7, results="user")
print(f"loss {loss:.3f} nats")
checkpoints.save("user_7", model, desk.WORDS)
