"""The nodes of the tape in torch's own words.

A primitive operation has the same name there, so the same function runs on torch's tensors. What
torch calls otherwise, or has only in parts, stands in COUNTERPARTS.
"""

from collections.abc import Callable
from typing import Any

import torch
from nodes import NODES

from lessoncode.tensor import Array

COUNTERPARTS: dict[str, Callable[..., torch.Tensor]] = {
    "multiply array": lambda a: torch.arange(6.0).reshape(2, 3) * a,
}


def torch_run(name: str, arrays: list[Array]) -> dict[str, Array]:
    """What `nodes.run` returns, computed by torch."""
    leaves = [torch.tensor(array, requires_grad=True) for array in arrays[:-1]]
    compute: Callable[..., Any] = COUNTERPARTS.get(name) or NODES[name].compute
    result = compute(*leaves)
    (result * torch.tensor(arrays[-1])).sum().backward()
    grads = {f"grad {i}": leaf.grad.numpy() for i, leaf in enumerate(leaves)}
    return {"result": result.detach().numpy(), **grads}
