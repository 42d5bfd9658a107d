import { begin } from "./begin.js";
import { offer } from "./offers.js";
import * as labels from "./real-model-labels.js";

export async function start() {
  const parts = await begin("real-model", {
    text: "The capital of France is",
    ask: labels.LOAD_MODEL,
    cost: labels.COSTS_MODEL + doubts(),
    load: () => import("./smollm2.js"),
    early: labels.LOAD_FIRST,
  });
  for (const offered of document.querySelectorAll("[data-operate]")) {
    offer(offered, () => open(offered.dataset.operate, parts));
  }
  const arrive = () => {
    const { hash } = location;
    const named = document.getElementById(hash.slice(1))?.dataset.operate;
    if (named || hash.startsWith("#operate=")) open(named ?? hash.slice(1), parts);
  };
  addEventListener("hashchange", arrive);
  arrive();
}

/** Shows an experiment of this page or of a link. Nothing runs before the model is loaded. */
async function open(written, parts) {
  const [{ fromFragment }, page] = await Promise.all([import("./experiment.js"), parts.page()]);
  try {
    page.open(fromFragment(`#${written}`));
  } catch {
    page.refuse();
  }
  parts.block.scrollIntoView();
}

/** What the browser says of its device that makes it doubtful. */
export function doubts() {
  const memory = navigator.deviceMemory; // in GB, at most 8; some browsers do not say
  if (memory < 4) return labels.littleMemory(memory);
  if (matchMedia("(pointer: coarse)").matches) return labels.ON_A_PHONE;
  return "";
}
