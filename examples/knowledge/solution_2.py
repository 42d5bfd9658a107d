"""What is learned is what was said, as often as it was said."""

from collections import Counter

from lessoncode.grading.grade import grade


def learned(statements):
    pairs = Counter(statements)
    countries = Counter(country for country, _ in statements)
    return {pair: n / countries[pair[0]] for pair, n in pairs.items()}


paris, lyon = ("france", "paris"), ("france", "lyon")
print(learned([paris, lyon, paris, paris]))
print(grade("knowledge-2", learned))
