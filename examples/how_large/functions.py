# time limit: 120 s
"""Let SmolLM2 write tiny functions, and run them."""

# --8<-- [start:tasks]
import re

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
TASKS = {
    "add(a, b)": "Return the sum of a and b.",
    "square(x)": "Return x times x.",
    "is_even(n)": "Return True if n is even.",
    "largest(a, b, c)": "Return the largest of three numbers.",
    "total(numbers)": "Return the sum of a list of numbers.",
    "mean(numbers)": "Return the mean of a list of numbers.",
    "factorial(n)": "Return n factorial.",
    "reverse(text)": "Return the text backwards.",
    "vowels(text)": "Return how many vowels the text has.",
    "same(text)": "Return True if the text reads the same backwards.",
    "second(numbers)": "Return the second largest number of a list.",
    "fibonacci(n)": "Return the first n Fibonacci numbers as a list.",
    "celsius(f)": "Convert degrees Fahrenheit to Celsius.",
    "is_prime(n)": "Return True if n is a prime number.",
    "unique(items)": "Return the items without repeats, in order.",
}
TESTS = """
add(2, 3) == 5 and add(-1, 1) == 0
square(5) == 25 and square(-3) == 9
is_even(4) and is_even(0) and not is_even(7)
largest(1, 5, 3) == 5 and largest(7, 2, 9) == 9
total([1, 2, 3]) == 6 and total([]) == 0
mean([1, 2, 6]) == 3 and mean([4]) == 4
factorial(0) == 1 and factorial(5) == 120
reverse("abc") == "cba" and reverse("") == ""
vowels("banana") == 3 and vowels("xyz") == 0
same("level") and not same("ab")
second([3, 9, 5]) == 5 and second([1, 2]) == 1
fibonacci(5) in ([0, 1, 1, 2, 3], [1, 1, 2, 3, 5])
celsius(212) == 100 and celsius(32) == 0
is_prime(2) and is_prime(7) and not is_prime(9)
unique([2, 1, 2, 3, 1]) == [2, 1, 3]
""".strip().splitlines()
TOOLS = (bool, int, len, list, max, min, range, set, sorted, str, sum)
# --8<-- [end:tasks]


# --8<-- [start:write]
def completed(begun):
    """The likeliest tokens, up to a line that is not indented."""
    text = begun
    ids = tokenizer.encode(begun)
    for token in generate(model, ids, 60, sampling=GREEDY):
        text += tokenizer.decode([token])
        body, *rest = re.split(r"\n+(?=\S)", text)
        if rest:
            break
    return body


def passes(source, test):
    """Run both, with few names to use."""
    names = {"__builtins__": {tool.__name__: tool for tool in TOOLS}}
    try:
        exec(source, names)
        return bool(eval(test, names))
    except Exception:
        return False


# --8<-- [end:write]

# --8<-- [start:run]
n_right = 0
for (head, task), test in zip(TASKS.items(), TESTS, strict=True):
    source = completed(f'def {head}:\n    """{task}"""\n   ')
    right = passes(source, test)
    n_right += right
    lines = source.partition(f'{task}"""\n')[2].splitlines()
    print("passes" if right else "FAILS ", f"def {head}:")
    print(*(f"         {line[4:]}"[:64] for line in lines), sep="\n")
print(f"{n_right} of {len(TASKS)} pass")
# --8<-- [end:run]
