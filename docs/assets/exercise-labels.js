// What exercises say. What a checked answer says is in messages.js.

export const YOUR_ANSWER = "Your answer";
export const CHECK = "Check";
