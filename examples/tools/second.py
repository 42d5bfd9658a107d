# time limit: 120 s
"""The second model that learns to call tools, by the same training."""

from lessoncode.training import checkpoints
from lessoncode.worlds import desk, desk_orders

model, loss = desk_orders.trained(1, results="tool")
print(f"loss {loss:.3f} nats")
checkpoints.save("second", model, desk.WORDS)
