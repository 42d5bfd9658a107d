// What is counted and measured on an open page; what is wrong whatever the counts.
() => {
    const article = document.querySelector("article");
    const all = selector => [...article.querySelectorAll(selector)];
    const seen = (selector, outside) =>
        all(selector).filter(node => node.checkVisibility() && !node.closest(outside));
    const height = node => Math.round(node.getBoundingClientRect().height);
    const open = wanted => all("details").forEach(fold => (fold.open = wanted(fold)));
    const turn = ".guess, .question, .exercise";

    open(fold => fold.matches(".covered"));
    const prose = seen("h1, h2, h3, p, li, td, th, dd, dt", `${turn}, .example, .page-length`)
        .filter(node => !node.querySelector("p, li"));
    const words = prose.flatMap(node => node.innerText.match(/\S+/g) ?? []);
    const code = seen(".example .highlight", ".output, .exercise");
    const inCode = code.reduce((sum, node) => sum + height(node), 0);
    const found = {
        "words in the main line": words.length,
        "guesses": all(".guess").length,
        "questions": all(".question:not([hidden])").length,
        "blocks of open code": code.length,
        "folds": all("details").filter(fold => !fold.closest(turn)).length,
        "pixels of height, guesses open": height(article),
        "per cent of the height in open code": Math.round((100 * inCode) / height(article)),
    };

    const faults = [];
    const figures = seen("figure", "nothing");
    const follows = (one, other) => one.compareDocumentPosition(other) & 4;
    if (!article.querySelector(".page-length")) faults.push("does not say how long it takes");
    if (!figures.length) faults.push("has no picture");
    else if (code.length && follows(code[0], figures[0]))
        faults.push("shows code before its first picture");
    for (const figure of figures) {
        const said = figure.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "";
        if (!figure.querySelector("figcaption"))
            faults.push(`has a figure without a caption: ${said.slice(0, 60)}`);
    }
    for (const node of seen("*", "nothing")) {
        const scrolls = /auto|scroll/.test(getComputedStyle(node).overflowY);
        if (scrolls && node.clientHeight && node.scrollHeight > node.clientHeight + 1)
            faults.push(`has a box that scrolls: ${node.outerHTML.slice(0, 80)}`);
    }

    open(fold => !fold.matches(".solution")); // whoever solves an exercise never opens it
    found["pixels of height, all open"] = height(article);
    const isDrawn = it =>
        it.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && height(it) > 9;
    for (const figure of all("figure:not(.solution *)"))
        if (![...figure.querySelectorAll("svg, [role=img], .movable table")].some(isDrawn))
            faults.push(`hides its drawing: ${figure.outerHTML.slice(0, 80)}`);
    open(() => false);
    return { found, faults };
}
