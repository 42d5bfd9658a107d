// What browser.py asks of a page: how long something takes that begins with a click or a key.

const PATIENCE = 300_000; // ms

/** Milliseconds from the next event of a kind to the first frame after `seen` holds. */
export function after(kind, seen) {
  return new Promise((done, failed) => {
    setTimeout(() => failed(new Error(document.querySelector("main").innerText)), PATIENCE);
    function begin({ timeStamp }) {
      const watcher = new MutationObserver(look);
      const parts = { attributes: true, childList: true, characterData: true, subtree: true };
      watcher.observe(document.body, parts);
      look();
      function look() {
        if (!seen()) return;
        watcher.disconnect();
        painted(() => done(performance.now() - timeStamp));
      }
    }
    addEventListener(kind, begin, { capture: true, once: true });
  });
}

/** Milliseconds of the next event of a kind: of work, with layout, and until its frame is painted. */
export function moved(kind) {
  const layout = () => document.body.getBoundingClientRect();
  return new Promise((done) => {
    let began, work, frame;
    function begin() {
      began = performance.now();
      requestAnimationFrame(() => (frame = performance.now())); // before those of the figure
    }
    function end({ timeStamp }) {
      layout();
      work = performance.now() - began;
      requestAnimationFrame(() => {
        layout();
        work += performance.now() - frame;
        setTimeout(() => done({ work, paint: performance.now() - timeStamp }));
      });
    }
    addEventListener(kind, begin, { capture: true, once: true });
    addEventListener(kind, end, { once: true });
  });
}

function painted(then) {
  requestAnimationFrame(() => setTimeout(then));
}
