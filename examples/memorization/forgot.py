"""What is left of a text that a model was made to forget."""

from lessoncode.training import checkpoints

table = checkpoints.load("memorization/forget").arrays["table"]


def span(values):
    low, high = int(values.min()), int(values.max())
    return f"{low}-{high}" if low < high else f"{low}"


def show(way):
    """One line a model; steps until the text is said."""
    print("             still  share of  steps to say")
    print("model  texts  said    others     this   new")
    for seed, name in enumerate(("first", "second", "third")):
        ours = table[(table[:, 0] == seed) & (table[:, 1] == way)]
        _, _, said, others, again, new = ours.T
        row = f"{name:6}{len(ours):6}{said.sum():6.0f}"
        row += f"{others.mean():10.2f}{span(again):>9}"
        print(f"{row}{span(new):>6}")


# --8<-- [start:against]
show(0)
# --8<-- [end:against]

# --8<-- [start:elsewhere]
show(1)
# --8<-- [end:elsewhere]
