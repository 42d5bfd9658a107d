// Which lines of what was printed are not as on the page.

const MOST_STEPS = 4_000_000; // line against line; beyond that all between the equal ends differs

/**
 * @param {string[]} page the lines that the page shows
 * @param {string[]} own those that the reader's run printed
 * @returns {{rows: {text: string, isNew: boolean, missing: number}[], differing: number, of: number}}
 *   the own lines, each with how many of the page's are missing before it (the last row may have no
 *   text, and be there for those alone); how many lines differ, where a changed line counts once
 */
export function difference(page, own) {
  const rows = [];
  let differing = 0;
  let [a, b] = [0, 0]; // what comes next on the page and in the run
  for (const [i, j] of [...matches(page, own), [page.length, own.length]]) {
    const [gone, added] = [i - a, j - b];
    differing += Math.max(gone, added);
    for (; b < j; b++) rows.push({ text: own[b], isNew: true, missing: 0 });
    const isEnd = j === own.length;
    const missing = Math.max(0, gone - added);
    if (!isEnd || missing) rows.push({ text: isEnd ? null : own[j], isNew: false, missing });
    [a, b] = [i + 1, j + 1];
  }
  const same = rows.filter((row) => !row.isNew && row.text !== null).length;
  return { rows, differing, of: same + differing };
}

/** Pairs of places of a longest common subsequence. */
function matches(page, own) {
  let start = 0;
  while (start < Math.min(page.length, own.length) && page[start] === own[start]) start++;
  let end = 0;
  const most = Math.min(page.length, own.length) - start;
  while (end < most && page.at(-1 - end) === own.at(-1 - end)) end++;
  const [rows, columns] = [page.length - start - end, own.length - start - end];
  const between = rows * columns > MOST_STEPS ? [] : common(page, own, start, rows, columns);
  const firsts = Array.from({ length: start }, (_, i) => [i, i]);
  const lasts = Array.from({ length: end }, (_, i) => [
    page.length - end + i,
    own.length - end + i,
  ]);
  return [...firsts, ...between, ...lasts];
}

/** The same of the middle, by the lengths of the longest from each place to the end. */
function common(page, own, start, rows, columns) {
  const width = columns + 1;
  const longest = new Uint16Array((rows + 1) * width);
  const isSame = (i, j) => page[start + i] === own[start + j];
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--) {
      const at = i * width + j;
      longest[at] = isSame(i, j)
        ? longest[at + width + 1] + 1
        : Math.max(longest[at + width], longest[at + 1]);
    }
  const pairs = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    const at = i * width + j;
    if (isSame(i, j)) pairs.push([start + i++, start + j++]);
    else if (longest[at + width] >= longest[at + 1]) i++;
    else j++;
  }
  return pairs;
}
