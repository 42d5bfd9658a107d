"""What a training run takes: put in your own numbers."""

# --8<-- [start:yours]
PEAK = {"A100": 312e12, "H100": 989e12}  # operations a second, BF16


def run(parameters, tokens, gpu, share):
    """Operations and GPU-hours, at a share of the GPU's peak."""
    operations = 6 * parameters * tokens
    hours = operations / (PEAK[gpu] * share) / 3600
    return operations, hours


def report(parameters, tokens, gpu, share, gpus, price):
    """Print them, and what follows for so many GPUs at a price."""
    operations, hours = run(parameters, tokens, gpu, share)
    print(f"{operations:.1e} operations")
    print(f"{hours:,.0f} GPU-hours")
    print(f"{hours / gpus / 24:.1f} days on {gpus:,} {gpu}s")
    print(f"${hours * price:,.0f} at ${price} an hour")


report(1e9, 20e9, gpu="H100", share=0.4, gpus=8, price=2)
# --8<-- [end:yours]

# --8<-- [start:published]
PUBLISHED = {  # parameters, tokens, GPU, GPU-hours
    # arXiv 2306.11644, section 2 and figure 2.1
    "phi-1-base": (1.3e9, 51e9, "A100", 770),
    # model card in meta-llama/llama-models, models/llama2
    "Llama 2 70B": (70e9, 2e12, "A100", 1_720_320),
    # arXiv 2412.19437, for pre-training; active parameters;
    # an H800 is taken for an H100
    "DeepSeek-V3": (37e9, 14.8e12, "H100", 2.664e6),
    # model card, models/llama3_1; tokens: arXiv 2407.21783
    "Llama 3.1 405B": (405e9, 15.6e12, "H100", 30.84e6),
}
print("                       GPU-hours        computed   share")
print("                published  computed  / published    used")
for name, (parameters, tokens, gpu, hours) in PUBLISHED.items():
    _, guess = run(parameters, tokens, gpu, 0.4)
    row = hours, guess, 100 * guess / hours, 40 * guess / hours
    print(f"{name:14}", "{:10,.0f} {:10,.0f}".format(*row), end="")
    print("{2:11.0f}% {3:6.0f}%".format(*row))
# --8<-- [end:published]

# --8<-- [start:unpublished]
UNPUBLISHED = {  # parameters, tokens, GPUs
    # arXiv 2005.14165, table D.1; the GPUs are our guess
    "GPT-3": (175e9, 300e9, 1024),
    # model card, huggingface.co/HuggingFaceTB/SmolLM2-135M
    "SmolLM2-135M": (135e6, 2e12, 64),
}
print("H100s at 40% of their peak, at $2 an hour")
print("             operations GPU-hours days  dollars")
for name, (parameters, tokens, gpus) in UNPUBLISHED.items():
    operations, hours = run(parameters, tokens, "H100", 0.4)
    print(f"{name:12} {operations:10.1e} {hours:9,.0f}", end=" ")
    print(f"{hours / gpus / 24:4.1f} {2 * hours:8,.0f}")
# --8<-- [end:unpublished]
