"""Count the parameters: what a layer has, then what is around."""

from lessoncode.grading.grade import grade


def parameters(n_vocab, d, n_layer, h, tied):
    attention = 4 * d * d
    mlp = 3 * d * h
    norms = 2 * d
    tables = n_vocab * d if tied else 2 * n_vocab * d
    return n_layer * (attention + mlp + norms) + tables + d


print(parameters(19, 32, 2, 64, True))
print(grade("take-a-part-away-1", parameters))
