"""How many pairs of models are not sorted by size."""

from itertools import combinations

from lessoncode.grading.grade import grade


def out_of_order(sizes, solved):
    wrong, n_pairs = 0, 0
    for (m, a), (n, b) in combinations(zip(sizes, solved), 2):
        if m == n:
            continue
        smaller, larger = (a, b) if m < n else (b, a)
        wrong += (larger < smaller) + 0.5 * (larger == smaller)
        n_pairs += 1
    return wrong / n_pairs


sizes = [0.35, 1.3, 8, 13, 137, 405, 540]  # the picture of the page
solved = [45.0, 50.6, 72.6, 15.8, 14.0, 89.0, 26.2]
print(f"out of order: {out_of_order(sizes, solved):.2f}")
print(grade("how-large-1", out_of_order))
