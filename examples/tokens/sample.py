"""A phrase in the vocabulary of GPT-4, and three ids from elsewhere."""

# --8<-- [start:split]
import tiktoken

encoding = tiktoken.encoding_for_model("gpt-4")
print("vocabulary:", encoding.name)

for token_id in encoding.encode("Artificial intelligence"):
    print(token_id, repr(encoding.decode([token_id])))
# --8<-- [end:split]

# --8<-- [start:printed]
for token_id in [9683, 14803, 11478]:
    print(token_id, repr(encoding.decode([token_id])))
# --8<-- [end:printed]

# --8<-- [start:space]
for text in (
    "Artificial intelligence",
    " Artificial intelligence",
    "artificial intelligence",
    " artificial intelligence",
):
    print([encoding.decode([i]) for i in encoding.encode(text)])
# --8<-- [end:space]
