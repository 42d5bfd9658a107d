// What a page says of the model that the browser keeps, loaded where a reader comes near to it.

export const stores = (megabytes) =>
  megabytes ? `Your browser stores ${megabytes} MB for this page.` : "Your browser stores nothing for this page.";
export const REMOVE = "Remove it from this browser";
export const CANNOT_REMOVE = "Your browser didn't let this page remove it. Use the browser's own settings.";
export const removed = (megabytes) =>
  `Removed: this freed ${megabytes} MB. The next visit loads the model again.`;
export const ALREADY_REMOVED = "It was already removed.";
