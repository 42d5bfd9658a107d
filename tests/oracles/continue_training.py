"""Train an exported model on, with torch and accelerate: python continue_training.py FOLDER"""

import sys

import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM, AutoTokenizer

folder = sys.argv[1]
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder)
texts = ["the capital of france is paris.", "3 + 4 = 7", "the cats near the dog sleep."]
documents = [tokenizer(text + tokenizer.eos_token, return_tensors="pt").input_ids for text in texts]

# accelerate finds the graphics cards and machines there are, and shares the work out among them.
accelerator = Accelerator()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
batches = torch.utils.data.DataLoader(documents, batch_size=None, shuffle=True)
model, optimizer, batches = accelerator.prepare(model, optimizer, batches)
for ids in batches:
    loss = model(input_ids=ids, labels=ids).loss
    accelerator.backward(loss)
    optimizer.step()
    optimizer.zero_grad()
    accelerator.print(f"loss {loss.item():.3f}")

if accelerator.is_main_process:
    accelerator.unwrap_model(model).save_pretrained(f"{folder}-continued")
    tokenizer.save_pretrained(f"{folder}-continued")
