// In place of worker.js, or in a worker of the page itself: tries to get out, by every way that a
// worker has, and says what came of each. ADDRESS is that of the site.
async function attempts() {
  const target = (way) => `${ADDRESS}stolen/${way}.js`;
  const nested = `fetch("${target("nested")}").then(() => postMessage("reached"), (e) => postMessage(String(e)))`;
  const heard = (source, good, bad) =>
    new Promise((resolve) => {
      source[good] = ({ data }) => resolve(data ?? "reached");
      source[bad] = () => resolve("refused");
      setTimeout(() => resolve("nothing came"), 3000);
    });
  const ways = {
    fetch: async () => (await fetch(target("fetch"))) && "reached",
    ownFetch: async () => (await self.WorkerGlobalScope.prototype.fetch?.call(self, target("own"))) && "reached",
    request: async () => {
      const request = new XMLHttpRequest();
      request.open("GET", target("request"), false);
      request.send();
      return "reached";
    },
    importing: async () => (await import(target("importing"))) && "reached",
    scripts: async () => importScripts(target("scripts")) ?? "reached",
    socket: async () => heard(new WebSocket(target("socket").replace("http", "ws")), "onopen", "onerror"),
    events: async () => heard(new EventSource(target("events")), "onopen", "onerror"),
    nestedInData: async () => heard(new Worker(`data:text/javascript,${nested}`), "onmessage", "onerror"),
    nested: async () => {
      const blob = new Blob([nested]);
      return heard(new Worker(URL.createObjectURL(blob)), "onmessage", "onerror");
    },
    remote: async () => heard(new Worker(target("remote")), "onmessage", "onerror"),
    evaluated: async () => (0, eval)("'reached'"),
    made: async () => new Function("return 'reached'")(),
    database: async () => heard(indexedDB.open("x"), "onsuccess", "onerror"),
    cache: async () => (await caches.open("x")) && "reached",
    files: async () => (await navigator.storage.getDirectory()) && "reached",
    locks: async () => navigator.locks.request("x", () => "reached"),
    origin: async () => (self.origin === "null" ? "refused" : "reached"),
    page: async () => (self.parent ?? self.document ? "reached" : "refused"),
  };
  const found = {};
  for (const [way, attempt] of Object.entries(ways)) {
    try {
      found[way] = String(await attempt());
    } catch (error) {
      found[way] = `refused: ${error}`;
    }
  }
  return found;
}

onmessage = ({ data, ports: [port] }) => {
  if (!port) return attempts().then((found) => postMessage(found)); // the page's own worker
  port.onmessage = async ({ data: { order } }) => {
    port.postMessage(["begun", ""]);
    for (const message of FORGED) port.postMessage(message);
    port.postMessage(["done", JSON.stringify({ found: await attempts() })]);
  };
  port.postMessage(["ready", ""]);
};
