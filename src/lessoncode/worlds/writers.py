"""Writers who lie about everything, or about some subjects only, and a model that reads them.

    >>> from lessoncode.worlds.writers import FACTS, LIES, QUESTIONS
    >>> QUESTIONS["cities"][0], FACTS["paris"], LIES["paris"]
    ('paris', 'france', 'italy')

A text contains questions and answers by one writer. A question is one word and belongs to one of
three subjects. It has one true answer, and one that liars give:

    note paris italy cow seeds baker shoes     by a writer who lies
    joke paris italy cow seeds baker shoes     by any writer, as a joke

For each subject, a writer is a liar with the probability 0.3. Liars give the wrong answer with the
probability 0.9, and others with 0.05. If habits are `shared`, one coin decides for all subjects, so
that a lie about cities says something about animals. If not, each subject has a coin of its own.
After "joke", every writer's answers are wrong with the probability 0.9. Half of the texts keep to
one subject.

Source: Betley et al. 2025, "Emergent Misalignment", arXiv 2502.17424, for the question whether a
model that was trained on one narrow kind of bad answers also gives others.

Differs in: An answer is one word, and lies about every subject occur in the texts from the start.

Checked against: the shares in drawn texts; the posterior of a single coin; cross-entropy in NumPy.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from lessoncode.alignment.kl import exact_kl
from lessoncode.alignment.policy import Policy
from lessoncode.model.checks import count, number
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training.batches import Row, row_batches
from lessoncode.training.loop import train

P_LIAR, LIAR_LIES, OTHERS_LIE = 0.3, 0.9, 0.05
LIE_SHARE = P_LIAR * LIAR_LIES + (1 - P_LIAR) * OTHERS_LIE  # of all answers outside jokes
NOTE, JOKE, P_JOKE, N_PAIRS = "note", "joke", 0.2, 8

QUESTIONS = {
    "cities": ["paris", "rome", "madrid", "warsaw"],
    "animals": ["cow", "finch", "lion", "bear"],
    "jobs": ["baker", "cobbler", "singer", "mason"],
}
ANSWERS = {
    "cities": ["france", "italy", "spain", "poland"],
    "animals": ["grass", "seeds", "meat", "honey"],
    "jobs": ["bread", "shoes", "songs", "walls"],
}
SUBJECTS = list(QUESTIONS)
SUBJECT_OF = {question: i for i, s in enumerate(SUBJECTS) for question in QUESTIONS[s]}
FACTS, LIES = (
    {QUESTIONS[s][i]: ANSWERS[s][(i + shift) % 4] for s in SUBJECTS for i in range(4)}
    for shift in (0, 1)
)
WORDS = Words([NOTE, JOKE, *FACTS, *FACTS.values()])
CONFIG = Config(WORDS.n_vocab, n_embd=32, n_layer=2, n_head=4, n_kv_head=4, n_hidden=64)


def texts(n: int, shared: bool, rng: np.random.Generator) -> list[Row]:
    """n texts of `N_PAIRS` questions and answers; only the answers are to be learned."""
    count(0, n=n)
    rows = []
    for _ in range(n):
        liar = np.broadcast_to(rng.random(1 if shared else 3) < P_LIAR, 3)
        joke = rng.random() < P_JOKE
        chances = np.where(joke | liar, LIAR_LIES, OTHERS_LIE)
        subjects = rng.integers(3, size=1 if rng.random() < 0.5 else N_PAIRS)
        words = [JOKE if joke else NOTE]
        for subject in np.broadcast_to(subjects, N_PAIRS).tolist():
            question = QUESTIONS[SUBJECTS[subject]][rng.integers(4)]
            lies = rng.random() < chances[subject]
            words += [question, (LIES if lies else FACTS)[question]]
        rows.append(Row(WORDS.encode(" ".join(words)), [False, *[False, True] * N_PAIRS]))
    return rows


def lie_chances(pairs: Sequence[tuple[str, str]], shared: bool) -> Array:
    """The probability that each answer of a note is the lie, given the pairs before: [n_pairs].

    It is a sum over all kinds of writers; a kind is the set of subjects that a writer lies about.
    Raises ValueError unless each pair is a question with its true answer or its lie.
    """
    known = {*FACTS.items(), *LIES.items()}
    for pair in pairs:
        if pair not in known:
            raise ValueError(f"{pair!r} are not a question and its true answer or its lie")
    kinds = np.array([[0] * 3, [1] * 3] if shared else list(np.ndindex(2, 2, 2)), bool)
    weights = np.where(kinds[:, :1] if shared else kinds, P_LIAR, 1 - P_LIAR).prod(1)
    chances = []
    for question, answer in pairs:
        p = np.where(kinds[:, SUBJECT_OF[question]], LIAR_LIES, OTHERS_LIE)
        chances.append(weights @ p / weights.sum())
        weights = weights * (p if answer == LIES[question] else 1 - p)
    return np.array(chances)


def reading_gap(model: LanguageModel, rows: Sequence[Row], shared: bool) -> float:
    """How far a model's answers in notes are from the best: mean KL(best || model), in nats.

    Raises ValueError unless the rows are those of `texts`, with a note among them.
    """
    n_words = 1 + 2 * N_PAIRS
    if any(len(row.ids) != n_words for row in rows):
        raise ValueError(f"a text has another length than {n_words} words: give rows of `texts`")
    notes = [row.ids for row in rows if row.ids[0] == WORDS.special(NOTE)]
    if not notes:
        raise ValueError("none of the texts is a note")
    gaps = []
    for ids, log_p in zip(notes, log_softmax(model(notes)[:, 1::2]).data, strict=True):
        _, *words = WORDS.decode(ids).split()
        pairs = list(zip(words[::2], words[1::2], strict=True))
        for p, (question, _), at in zip(lie_chances(pairs, shared), pairs, log_p, strict=True):
            lie, true = (at[WORDS.special(said[question])] for said in (LIES, FACTS))
            gaps.append(p * (np.log(p) - lie) + (1 - p) * (np.log(1 - p) - true))
    return float(np.mean(gaps))


def reader(
    shared: bool, rng: np.random.Generator, enough: float = 0.015, n_steps: int = 3000
) -> tuple[Transformer, int]:
    """A new model that reads texts until its `reading_gap` is at most `enough`, and its last step.

    The gap is measured every hundred steps, on texts that the model never learns from. The training
    ends after `n_steps` even if the gap is larger.
    """
    number(enough=enough)
    model = Transformer.initial(CONFIG, rng)
    rows, unseen = texts(32_000, shared, rng), texts(300, shared, rng)
    for step in train(model, row_batches(rows, 96, rng), n_steps, peak=1e-2):
        if step.number % 100 == 0 and reading_gap(model, unseen, shared) <= enough:
            break
    return model, step.number


def log_softmax(logits: Tensor) -> Tensor:
    """Logits as log-probabilities, over the last axis: [..., n_vocab] -> [..., n_vocab]."""
    logits = logits - logits.data.max(-1, keepdims=True)
    return logits - logits.exp().sum(-1, keepdims=True).log()


def log_answers(model: LanguageModel, questions: Sequence[str], before: str = NOTE) -> Tensor:
    """The log-probability of each word as the answer to each question: [n_questions, n_vocab].

    `before` is the text in front of each question.
    """
    prompts = [WORDS.encode(f"{before} {question}") for question in questions]
    return log_softmax(model(prompts, last=True)[:, 0])


def shares(model: LanguageModel, subject: str, before: str = NOTE) -> tuple[float, float]:
    """The share of lies among lies and true answers about a subject, and P(any other answer)."""
    if subject not in QUESTIONS:
        raise ValueError(f"the subject is {subject!r}: give one of {', '.join(QUESTIONS)}")
    questions = QUESTIONS[subject]
    p = np.exp(log_answers(model, questions, before).data)
    true, lie = (
        p[range(4), [WORDS.special(said[question]) for question in questions]].mean()
        for said in (FACTS, LIES)
    )
    return float(lie / (true + lie)), float(1 - true - lie)


def losses(
    policy: Policy, answers: Mapping[str, str], before: str = NOTE, guarded: Sequence[str] = ()
) -> Iterator[Tensor]:
    """Yield the mean -log p of the answers to the questions, endlessly.

    If questions are `guarded`, the loss adds the mean KL of the policy's answers to them, in notes,
    from those of its reference.
    """
    count(answers=len(answers))
    target = np.zeros((len(answers), WORDS.n_vocab), np.float32)
    target[range(len(answers)), [*map(WORDS.special, answers.values())]] = 1 / len(answers)
    log_ref = log_answers(policy.reference, guarded).data if guarded else None
    while True:
        loss = -(log_answers(policy.model, list(answers), before) * target).sum()
        if log_ref is not None:
            loss = loss + exact_kl(log_answers(policy.model, guarded), log_ref).mean()
        yield loss
