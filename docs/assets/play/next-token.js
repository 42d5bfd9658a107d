import { begin } from "./begin.js";

export const start = () =>
  begin("next-token", {
    text: "the cat sat on the",
    ask: "Predict",
    cost: "The first time it loads Python, 9 MB. All is computed in this page, and sent nowhere.",
    load: () => import("./small-model.js"),
    isOneLine: true,
  });
