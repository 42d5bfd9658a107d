"""The rules of a small world with a cat, a dog and a bird.

    >>> from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
    >>> from lessoncode.worlds.world import grammar
    >>> grammar(CAT_AND_DOG).sample(1, np.random.default_rng(0))
    ['the cat that saw the bird sat on the mat and purred']

What follows "sat on the" depends on which animal sat.
"""

CAT_AND_DOG = {
    "SENTENCE": {
        "the cat CAT": 0.5,
        "the dog DOG": 0.3,
        "the bird BIRD": 0.2,
    },
    "CAT": {
        "CAT_SITS": 0.4,
        "saw the CAT_SEES": 0.2,
        "that saw the CAT_SEES CAT_SITS": 0.4,
    },
    "DOG": {
        "DOG_SITS": 0.4,
        "saw the DOG_SEES": 0.2,
        "that saw the DOG_SEES DOG_SITS": 0.4,
    },
    "BIRD": {
        "BIRD_SITS": 0.4,
        "saw the BIRD_SEES": 0.2,
        "that saw the BIRD_SEES BIRD_SITS": 0.4,
    },
    "CAT_SITS": {
        "sat on the CAT_SEAT": 0.6,
        "sat on the CAT_SEAT and purred": 0.4,
    },
    "DOG_SITS": {
        "sat on the DOG_SEAT": 0.6,
        "sat on the DOG_SEAT and barked": 0.4,
    },
    "BIRD_SITS": {
        "sat on the BIRD_SEAT": 0.6,
        "sat on the BIRD_SEAT and sang": 0.4,
    },
    "CAT_SEAT": {"mat": 0.7, "sofa": 0.2, "roof": 0.05, "dog": 0.05},
    "DOG_SEAT": {"mat": 0.1, "sofa": 0.3, "grass": 0.6},
    "BIRD_SEAT": {"roof": 0.5, "branch": 0.5},
    "CAT_SEES": {"bird": 0.5, "dog": 0.3, "fish": 0.2},
    "DOG_SEES": {"cat": 0.8, "bird": 0.2},
    "BIRD_SEES": {"cat": 0.6, "fish": 0.4},
}
