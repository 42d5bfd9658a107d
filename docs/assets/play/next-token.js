import { begin } from "./begin.js";
import { COSTS_PYTHON, PREDICT } from "./labels.js";

export const start = () =>
  begin("next-token", {
    text: "the cat sat on the",
    ask: PREDICT,
    cost: COSTS_PYTHON,
    load: () => import("./small-model.js"),
    isOneLine: true,
  });
