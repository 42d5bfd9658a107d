import { begin } from "./begin.js";
import { start as startKeeping } from "./keeping.js";

const COST =
  "This loads the model once, 98 MB, and Python, 9 MB. Your browser keeps the model for the next " +
  "visit, if it can. It takes 0.9 to 1.4 GB of memory, and is made for a desktop computer.";

export async function start() {
  await begin("real-model", {
    text: "The capital of France is",
    ask: "Load SmolLM2, 98 MB",
    cost: `${COST} ${doubts()}`,
    load: () => import("./smollm2.js"),
  });
  await startKeeping();
}

/** What the browser says of its device that makes it doubtful. */
function doubts() {
  const memory = navigator.deviceMemory; // in GB, at most 8; some browsers do not say
  if (memory < 4) return `Your device has ${memory} GB, says your browser: that may be too little.`;
  if (matchMedia("(pointer: coarse)").matches) return "On a phone it may fail. You can try.";
  return "";
}
