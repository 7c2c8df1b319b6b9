// What was typed and is not on the server yet. It survives a dead connection and a closed page: it stays in this
// browser until the server has said that it holds it.

const WAIT = 400;
const SLOWEST = 30000;

export class Queue {
  /** `tell` hears saved(state, sent), refused(problem, sent), lost(), saving(), ended(). */
  constructor(url, key, tell) {
    Object.assign(this, { url, key, tell, cells: new Map(), waivers: new Map(), busy: null, timer: 0, pause: 1000 });
    window.addEventListener("online", () => this.soon(0));
  }

  get empty() {
    return this.cells.size === 0 && this.waivers.size === 0;
  }

  restore() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "{}").cells ?? {};
    } catch {
      return {};
    }
  }

  keep() {
    try {
      if (this.empty) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ cells: Object.fromEntries(this.cells) }));
    } catch {
      // A browser that keeps nothing still saves to the server.
    }
  }

  put(code, text, seen) {
    this.cells.set(code, { text, seen });
    this.keep();
    this.soon(WAIT);
  }

  explain(code, rule, text) {
    this.waivers.set(code, { ...(this.waivers.get(code) ?? {}), [rule]: text });
    this.soon(WAIT);
  }

  drop(code) {
    this.cells.delete(code);
    this.keep();
  }

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Send everything; resolves when nothing is left or nothing more can be done now. */
  async flush() {
    if (this.busy) await this.busy;
    if (this.empty) return;
    this.busy = this.send();
    try {
      await this.busy;
    } finally {
      this.busy = null;
    }
  }

  async send() {
    const sent = { cells: Object.fromEntries(this.cells), waivers: Object.fromEntries(this.waivers) };
    this.tell.saving();
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
        },
        body: JSON.stringify(sent),
      });
    } catch {
      this.later();
      return;
    }
    if (answer.redirected || !(answer.headers.get("Content-Type") ?? "").includes("json")) {
      if (answer.redirected) this.tell.ended();
      else this.later();
      return;
    }
    this.pause = 1000;
    const said = await answer.json();
    if (answer.ok) {
      this.forget(sent);
      this.tell.saved(said, sent);
      if (!this.empty) this.soon(WAIT);
      return;
    }
    for (const code of this.faulty(said, sent)) this.drop(code);
    this.tell.refused(said, sent);
    // What was not at fault goes on by itself.
    if (!this.empty && (said.cells || said.cell)) this.soon(0);
  }

  faulty(said, sent) {
    if (said.cells) return Object.keys(said.cells);
    if (said.cell) return [said.cell];
    this.waivers.clear();
    return Object.keys(sent.cells);
  }

  forget(sent) {
    for (const [code, { text }] of Object.entries(sent.cells)) if (this.cells.get(code)?.text === text) this.cells.delete(code);
    for (const code of Object.keys(sent.waivers)) this.waivers.delete(code);
    this.keep();
  }

  later() {
    this.tell.lost();
    this.soon(this.pause);
    this.pause = Math.min(this.pause * 2, SLOWEST);
  }
}
