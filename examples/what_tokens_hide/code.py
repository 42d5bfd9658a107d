"""How far a token reaches in prose, code and digits."""

import tiktoken

texts = {
    "prose": """\
The average of several values is their sum, divided by the
number of values. An empty list of values has no average.
""",
    "code": """\
def average(values):
    if not values:
        raise ValueError("no values")
    return sum(values) / len(values)
""",
    "formula": "x = (-b + (b * b - 4 * a * c) ** 0.5) / (2 * a)",
    "decimals": "0.0174 0.3902 0.2566 0.9135 0.7742 0.0583",
}
encoding = tiktoken.get_encoding("cl100k_base")
print("         characters  tokens  ratio")
for name, text in texts.items():
    sizes = len(text), len(encoding.encode(text))
    ratio = sizes[0] / sizes[1]
    print("{:8} {:10} {:7} {:6.1f}".format(name, *sizes, ratio))

line = "            return total"
print([encoding.decode([i]) for i in encoding.encode(line)])
