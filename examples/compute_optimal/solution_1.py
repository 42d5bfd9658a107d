"""The best size for a budget: where both terms change alike."""

from lessoncode.grading.grade import grade


def best_size(compute, law):
    a, alpha, b, beta = law["A"], law["alpha"], law["B"], law["beta"]
    # alpha a N^-alpha = beta b (6 N / compute)^beta
    to_the_power = alpha * a / (beta * b) * (compute / 6) ** beta
    return to_the_power ** (1 / (alpha + beta))


law = {"A": 100, "alpha": 0.5, "B": 100, "beta": 0.5}
print(f"{best_size(6e4, law):.0f} parameters")
print(grade("compute-optimal-1", best_size))
