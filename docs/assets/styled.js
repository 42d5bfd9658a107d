// Style sheets of what a reader asks for by a click: a page is not to wait for them.

const sheets = new Map();

/** Loads the style sheet of this name; resolves when it is there, or will not come. */
export function styled(name) {
  if (!sheets.has(name)) sheets.set(name, loaded(new URL(`${name}.css`, import.meta.url).href));
  return sheets.get(name);
}

function loaded(href) {
  return new Promise((resolve) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}
