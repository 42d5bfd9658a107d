"""Train an exported model on: python continue_training.py FOLDER"""

import sys

import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM, AutoTokenizer

folder = sys.argv[1]
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder)
texts = ["the capital of france is paris.", "the cats sleep."]
texts = [text + tokenizer.eos_token for text in texts]
ids = [tokenizer(t, return_tensors="pt").input_ids for t in texts]

# accelerate finds the graphics cards and machines there are, and
# shares the work out among them.
accelerator = Accelerator()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
texts = torch.utils.data.DataLoader(ids, batch_size=None)
parts = accelerator.prepare(model, optimizer, texts)
model, optimizer, texts = parts
for text in texts:
    loss = model(input_ids=text, labels=text).loss
    accelerator.backward(loss)
    optimizer.step()
    optimizer.zero_grad()
    accelerator.print(f"loss {loss.item():.3f}")

if accelerator.is_main_process:
    model = accelerator.unwrap_model(model)
    model.save_pretrained(f"{folder}-continued")
    tokenizer.save_pretrained(f"{folder}-continued")
