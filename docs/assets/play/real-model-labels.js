// What the page of the real model says until the first click.

export const LOAD_MODEL = "Load SmolLM2, 98 MB";
export const COSTS_MODEL =
  "This loads the model (98 MB) and Python (9 MB), only once. If your browser can, it stores the model " +
  "for your next visit. The model takes 0.9 to 1.4 GB of memory, so it is meant for desktop computers.";
export const littleMemory = (gigabytes) =>
  ` Your browser says that your device has ${gigabytes} GB. That may be too little.`;
export const ON_A_PHONE = " On a phone it may fail, but you can try.";

export const LOAD_FIRST = "Load the model first, then talk to it.";
