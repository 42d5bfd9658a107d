"""Our tokenizer and tiktoken, on the same vocabularies."""

import random
from pathlib import Path

import tiktoken

from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.bpe_training import train
from lessoncode.text.split import CL100K_SPLIT, GPT2_SPLIT

rng = random.Random(0)
alphabet = "   \n\t''.,!?0123456789abcdeilmnorstABCäßжя雨水비न🌧🦜"
texts = [
    "".join(rng.choices(alphabet, k=rng.randrange(1, 60)))
    for _ in range(2_000)
]


def compare(name, ours, theirs):
    pairs = [(ours.encode(text), theirs.encode(text)) for text in texts]
    alike = sum(our_ids == their_ids for our_ids, their_ids in pairs)
    ids = sum(len(their_ids) for _, their_ids in pairs)
    print(f"{name:11} {alike:,} of {len(texts):,} texts, {ids:,} ids")


# OpenAI's vocabulary in our tokenizer.
theirs = tiktoken.get_encoding("cl100k_base")
tokens = map(theirs.decode_single_token_bytes, range(100_256))
ranks = {token: token_id for token_id, token in enumerate(tokens)}
compare("cl100k_base", BytePairTokenizer(ranks, CL100K_SPLIT), theirs)

# The vocabulary we trained on rain.txt in OpenAI's tokenizer.
text = Path(__file__).with_name("rain.txt").read_text("utf-8")
ranks = train(text, 100)
theirs = tiktoken.Encoding(
    "rain", pat_str=GPT2_SPLIT, mergeable_ranks=ranks, special_tokens={}
)
compare("rain.txt", BytePairTokenizer(ranks, GPT2_SPLIT), theirs)
