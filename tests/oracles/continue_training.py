"""Train an exported model on: python continue_training.py FOLDER"""

import sys

import torch
from accelerate import Accelerator, DataLoaderConfiguration
from transformers import AutoModelForCausalLM, AutoTokenizer

folder = sys.argv[1]
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder)
texts = ["the capital of france is paris.", "cats sleep.", "no!"] * 8
texts = [text + tokenizer.eos_token for text in texts]
ids = [torch.tensor(tokenizer(text).input_ids) for text in texts]


def batch(some: list[torch.Tensor]) -> dict[str, torch.Tensor]:
    """Texts side by side; -100 fills them up and has no loss."""
    fill = {"batch_first": True, "padding_value": -100}
    labels = torch.nn.utils.rnn.pad_sequence(some, **fill)
    return {"input_ids": labels.clamp(min=0), "labels": labels}


# Where this runs in several processes, one a graphics card, each
# batch of eight is shared out among them.
shared = DataLoaderConfiguration(split_batches=True)
accelerator = Accelerator(dataloader_config=shared)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
batches = torch.utils.data.DataLoader(ids, 8, collate_fn=batch)
parts = accelerator.prepare(model, optimizer, batches)
model, optimizer, batches = parts
for part in batches:
    n = (part["labels"][:, 1:] >= 0).sum()  # tokens to predict
    n = accelerator.reduce(n)  # in the whole batch
    loss = model(**part, num_items_in_batch=n).loss
    # The gradients' mean is taken over processes; we need their sum.
    accelerator.backward(loss * accelerator.num_processes)
    optimizer.step()
    optimizer.zero_grad()
    loss = accelerator.reduce(loss.detach())
    accelerator.print(f"loss {loss.item():.3f}")

if accelerator.is_main_process:
    model = accelerator.unwrap_model(model)
    model.save_pretrained(f"{folder}-continued")
    tokenizer.save_pretrained(f"{folder}-continued")
