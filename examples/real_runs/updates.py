"""How many predictions, and how many updates."""

RUNS = {  # (tokens, tokens in a batch) for each stage
    "this site": [(2_048_000, 2048)],
    # model card of Llama 2
    "Llama 2": [(2e12, 4e6)],
    # arXiv 2407.21783, section 3.4.1
    "Llama 3.1 405B": [
        (252e6, 4e6),
        (2.87e12 - 252e6, 8e6),
        (15.6e12 - 2.87e12, 16e6),
    ],
}
print("                      predictions    updates")
for name, stages in RUNS.items():
    predictions = sum(tokens for tokens, _ in stages)
    updates = sum(tokens / batch for tokens, batch in stages)
    print(f"{name:14} {predictions:18,.0f} {updates:10,.0f}")
