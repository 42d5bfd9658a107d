# time limit: 120 s
"""A model of seed 6, with results of tools in a turn of their own."""

from lessoncode.training import checkpoints
from lessoncode.worlds import desk, desk_orders

model, loss = desk_orders.trained(6, results="tool")
print(f"loss {loss:.3f} nats")
checkpoints.save("tool_6", model, desk.WORDS)
