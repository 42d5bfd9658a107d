// What guesses, questions and exercises say. What a checked answer says is in messages.js.

// Guesses and questions

export const COVERED = "The result is covered until you choose.";
export const CHECK_GUESS = "Check my guess";
export const SHOW_ANSWER = "Show the answer";
export const ANSWER = "Answer";
export const YOUR_GUESS = "your guess";
export const told = (answer, isRight) => `${isRight ? "Right. " : ""}The answer is ${answer}.`;
export const CHOOSE_AGAIN = "Choose again.";
export const SHOW_REASONS = "Show the other reasons";
export const HIDE_REASONS = "Hide the other reasons";

// Exercises

export const YOUR_ANSWER = "Your answer";
export const CHECK = "Check";
