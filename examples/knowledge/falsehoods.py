"""How probable a falsehood is, by how often the text states it."""

from lessoncode.training import checkpoints

runs = checkpoints.load("knowledge/likely").arrays
p = runs["p"]  # [seed, of the true and the false city, country]
n_false = runs["n_false"]


def spread(values, digits=0):
    """The least and the greatest, or one number if they agree."""
    low, high = (f"{f(values):.{digits}f}" for f in (min, max))
    return low if low == high else f"{low}-{high}"


print("stated     probability of         prefers the")
print("falsely    truth      falsehood   falsehood, of 14")
for n in range(4):
    true, false = p[:, :, n_false == n].swapaxes(0, 1)
    means = spread(true.mean(-1), 2), spread(false.mean(-1), 2)
    print(f"{n} of 4     {means[0]}  {means[1]:9}", end="   ")
    print(spread((false > true).sum(-1)))
