# time limit: 120 s
"""The third model that learns to call tools, by the same training."""

from lessoncode.training import checkpoints
from lessoncode.worlds import desk, desk_orders

model, loss = desk_orders.trained(2, results="tool")
print(f"loss {loss:.3f} nats")
checkpoints.save("third", model, desk.WORDS)
