// What the tokenizer says until the first click.

export const VOCABULARY = "Vocabulary";
export const VOCABULARIES = {
  cl100k_base: "cl100k_base (GPT-4’s)",
  smollm2: "SmolLM2’s",
  own: "Trained on your text",
};
export const GETTING = {
  cl100k_base: "Loading the vocabulary (0.4 MB, only once).",
  smollm2: "Loading the vocabulary (0.2 MB, only once).",
  own: "Training.",
};
export const TOO_OLD =
  "This browser is too old to unpack the vocabulary. A vocabulary trained on your text still works.";
export const noVocabulary = (why) => `The vocabulary couldn't be loaded (${why}). Are you online?`;
export const CUT = "Cut it into tokens";
export const COUNT = "Count the tokens";
export const TRY_AGAIN = "Try again";
export const WHAT_IT_LOADS = "Loads the vocabulary (0.4 MB, only once). Your text stays on this page.";
export const PUT_INTO_BOX = "Put this into the box";
