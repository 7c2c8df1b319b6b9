// Opinions recorded at the event: what is typed goes into an outbox on this device first, then over the line. An entry
// leaves the outbox only when the server has said its number. Without this module the page is a plain form.
import { Outbox } from "./outbox.js";

const AGAIN = 15000;
const form = document.querySelector("form[data-record]");

if (form) start();

function start() {
  const words = form.dataset;
  const said = form.querySelector("[data-said]");
  const section = document.querySelector("[data-outbox]");
  const list = section.querySelector("[data-list]");
  const ages = section.querySelector("[data-ages]").dataset;
  const outbox = new Outbox(words.place);
  let sending = false;

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(18));
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
  };

  const say = (text) => {
    said.textContent = text;
  };

  const age = (since) => {
    const minutes = Math.floor((Date.now() - since) / 60000);
    if (minutes < 1) return ages.now;
    if (minutes < 60) return ages.minutes.replace("%N", minutes);
    if (minutes < 1440) return ages.hours.replace("%N", Math.floor(minutes / 60));
    return ages.days.replace("%N", Math.floor(minutes / 1440));
  };

  const show = () => {
    const entries = outbox.all();
    section.hidden = entries.length === 0;
    section.querySelector("[data-count]").textContent = entries.length || "";
    const row = section.querySelector("[data-row]").content;
    list.replaceChildren(
      ...entries.map((entry) => {
        const item = row.cloneNode(true).firstElementChild;
        item.querySelector("[data-text]").textContent = entry.text;
        item.querySelector("[data-age]").textContent = age(entry.at);
        item.querySelector("[data-why]").textContent = entry.why ?? "";
        item.querySelector("[data-edit]").addEventListener("click", () => takeBack(entry));
        return item;
      }),
    );
  };

  // Back into the form, still in the outbox until it is saved again under the same key.
  const takeBack = (entry) => {
    if (form.elements.text.value.trim() && !keep()) return;
    form.elements.key.value = entry.key;
    for (const name of ["text", "topic", "answer"]) form.elements[name].value = entry[name];
    form.elements.text.focus();
  };

  const keep = () => {
    const entry = { key: form.elements.key.value, at: Date.now() };
    for (const name of ["text", "topic", "answer"]) entry[name] = form.elements[name].value;
    if (!entry.text.trim()) return false;
    if (!outbox.put(entry)) {
      say(words.storage);
    }
    form.elements.text.value = "";
    form.elements.answer.value = "";
    form.elements.key.value = newKey();
    outbox.draft(null);
    return true;
  };

  const post = async (entry) => {
    const body = new FormData();
    for (const name of ["key", "text", "topic", "answer"]) body.set(name, entry[name]);
    body.set("typed_at", new Date(entry.at).toISOString());
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(words.record, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { why: words.session, stop: true };
    if (answer.status >= 500 || answer.status === 429) return { stop: true };
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 403 && !told.message) return { why: words.session, stop: true };
    return answer.ok && told.number ? { number: told.number, fresh: told.new } : { why: told.message ?? String(answer.status) };
  };

  const recorded = (entry, number, fresh) => {
    const item = document.createElement("li");
    item.className = "opinion";
    const line = document.createElement("p");
    const strong = document.createElement("b");
    strong.textContent = number;
    line.append(strong, ` ${entry.text.slice(0, 160)}`);
    item.append(line);
    document.querySelector("[data-recorded]").prepend(item);
    const all = document.querySelector("[data-all]");
    if (fresh) all.textContent = String(Number(all.textContent.replaceAll(".", "")) + 1);
    say(words.saved.replace("%N", number));
  };

  // One after the other, so that the numbers follow the order of typing.
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      for (const entry of outbox.all()) {
        let result;
        try {
          result = await post(entry);
        } catch {
          say(words.kept);
          break;
        }
        if (result.number) {
          // Corrected while it was on its way: the newer words stay, under a key of their own.
          const newer = outbox.get(entry.key);
          outbox.remove(entry.key);
          if (newer && newer.at !== entry.at) outbox.put({ ...newer, key: newKey() });
          recorded(entry, result.number, result.fresh);
        } else if (result.why) {
          outbox.put({ ...entry, why: result.why });
          say(result.why);
        }
        if (result.stop) break;
      }
    } finally {
      sending = false;
      show();
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!keep()) {
      form.elements.text.reportValidity();
      form.elements.text.focus();
      return;
    }
    show();
    form.elements.text.focus();
    send();
  });

  // Half a sentence survives a closed lid too.
  form.addEventListener("input", () => {
    outbox.draft({ key: form.elements.key.value, text: form.elements.text.value, answer: form.elements.answer.value });
  });
  const draft = outbox.draft();
  if (draft?.text && !form.elements.text.value) {
    form.elements.text.value = draft.text;
    form.elements.answer.value = draft.answer ?? "";
    if (draft.key) form.elements.key.value = draft.key;
  }

  section.querySelector("[data-send]").addEventListener("click", send);
  section.querySelector("[data-export]").addEventListener("click", () => {
    const file = new Blob([JSON.stringify(outbox.all(), null, 2)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `y-kien-${words.place}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  });

  window.addEventListener("beforeunload", (event) => {
    if (outbox.all().length === 0 && !form.elements.text.value.trim()) return;
    event.preventDefault();
    event.returnValue = words.leaving;
  });
  window.addEventListener("online", send);
  window.addEventListener("storage", show);
  setInterval(() => {
    show();
    if (outbox.all().some((entry) => !entry.why)) send();
  }, AGAIN);

  show();
  if (outbox.all().length) send();
}
