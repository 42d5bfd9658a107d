import { begin } from "./begin.js";
import { start as startKeeping } from "./keeping.js";
import * as labels from "./labels.js";

export async function start() {
  await begin("real-model", {
    text: "The capital of France is",
    ask: labels.LOAD_MODEL,
    cost: labels.COSTS_MODEL + doubts(),
    load: () => import("./smollm2.js"),
  });
  await startKeeping();
}

/** What the browser says of its device that makes it doubtful. */
export function doubts() {
  const memory = navigator.deviceMemory; // in GB, at most 8; some browsers do not say
  if (memory < 4) return labels.littleMemory(memory);
  if (matchMedia("(pointer: coarse)").matches) return labels.ON_A_PHONE;
  return "";
}
