// The form as a spreadsheet: keys, paste, saving cell by cell, other people's changes. Sums and rules come from the
// server with every answer; there is no second copy of them here. Without this module the form is one plain form.
import { put as insert } from "./fragment.js";
import "./panel.js";
import { Queue } from "./queue.js";

const LARGEST_PASTE = 200000;
const LOOK_AGAIN = 30000;

const form = document.querySelector("form[data-entry]");
const state = form.querySelector("[data-state]");
const words = state.dataset;
const inputs = [...form.querySelectorAll("input[data-cell]")];
const byCode = new Map(inputs.map((input) => [input.dataset.cell, input]));
const rowOf = (code) => document.getElementById(`cell-${code}`);
const held = new Set(); // cells with a refusal or a conflict under them
let leaving = false;

const say = (text, tone = "") => {
  state.textContent = text;
  state.dataset.tone = tone;
};

// --- lines under rows ---

const lineUnder = (code) => {
  const row = rowOf(code);
  let line = row.nextElementSibling;
  if (!line || line.dataset.said !== code) {
    line = document.createElement("tr");
    line.className = "line__said";
    line.dataset.said = code;
    const cell = document.createElement("td");
    cell.colSpan = 5;
    line.append(cell);
    row.after(line);
  }
  row.classList.add("line--says");
  return line.firstElementChild;
};

const clearLine = (code) => {
  const line = rowOf(code)?.nextElementSibling;
  if (line?.dataset.said !== code) return;
  line.remove();
  rowOf(code).classList.remove("line--says");
};

const showLine = (code, html) => {
  const line = rowOf(code)?.nextElementSibling;
  const there = line?.dataset.said === code ? line : null;
  if (held.has(code) || there?.contains(document.activeElement) || there?.dataset.html === html) return;
  if (html) {
    insert(lineUnder(code), html);
    rowOf(code).nextElementSibling.dataset.html = html;
  } else clearLine(code);
};

const showError = (code, message) => {
  held.add(code);
  const input = byCode.get(code);
  const words_ = document.createElement("p");
  words_.className = "said said--danger";
  words_.id = `err-${code}`;
  words_.setAttribute("role", "alert");
  words_.textContent = message;
  lineUnder(code).replaceChildren(words_);
  input?.setAttribute("aria-invalid", "true");
  input?.setAttribute("aria-describedby", words_.id);
};

const settle = (code) => {
  held.delete(code);
  byCode.get(code)?.removeAttribute("aria-invalid");
  clearLine(code);
};

const showConflict = (code, { theirs, by, revision }) => {
  held.add(code);
  const input = byCode.get(code);
  input.setAttribute("aria-invalid", "true");
  const fill = (text) =>
    text.replace("{who}", by || "?").replace("{theirs}", theirs || "–").replace("{yours}", input.value || "–");
  const copy = form.querySelector("template[data-conflict-words]").content.cloneNode(true);
  for (const part of copy.querySelectorAll("[data-words]")) part.textContent = fill(part.dataset.words);
  copy.querySelector("[data-take]").addEventListener("click", () => {
    take(input, theirs, revision);
    settle(code);
    look();
  });
  copy.querySelector("[data-keep]").addEventListener("click", () => {
    input.dataset.revision = revision;
    settle(code);
    queue.put(code, input.value, Number(revision));
  });
  lineUnder(code).replaceChildren(copy);
};

// --- what the server says ---

const take = (input, text, revision) => {
  input.dataset.saved = text;
  input.dataset.revision = revision;
  input.parentElement.querySelector("input[type=hidden]").value = `${revision}|${text}`;
  if (input !== document.activeElement || input.value.trim() === "") input.value = text;
};

const apply = (said, sent = { cells: {} }) => {
  let others = false;
  for (const [code, cell] of Object.entries(said.cells)) {
    const input = byCode.get(code);
    if (!input || held.has(code) || queue.cells.has(code)) continue;
    const edited = input.value !== input.dataset.saved && !(code in sent.cells);
    if (edited && input === document.activeElement) continue; // being typed: the conflict shows when it is sent
    if (!(code in sent.cells) && String(cell.revision) !== input.dataset.revision) others = true;
    if (!edited || code in sent.cells) take(input, cell.text, cell.revision);
    if (code in sent.cells) input.dataset.state = "saved";
  }
  for (const [code, text] of Object.entries(said.computed)) {
    const output = form.querySelector(`output[data-computed="${CSS.escape(code)}"]`);
    if (output) output.textContent = text || "–";
  }
  for (const row of form.querySelectorAll("tr.line")) {
    const code = row.id.replace("cell-", "");
    showLine(code, said.said[code] ?? "");
  }
  insert(form.querySelector("[data-missing]"), said.summary);
  form.querySelector("[data-form-revision]").value = said.revision;
  for (const part of form.querySelectorAll("section.part")) {
    const blank = [...part.querySelectorAll("input[data-cell]")].filter((input) => !input.value.trim()).length;
    form.querySelector(`[data-blank="${part.id}"]`).textContent = blank || "✓";
    part.querySelector("[data-fill]").hidden = blank === 0;
  }
  return others;
};

const queue = new Queue(form.dataset.cells, form.dataset.key, {
  saving: () => say(words.savingWord),
  saved: (said, sent) => {
    apply(said, sent);
    if (held.size) say(words.refusedWord, "bad");
    else if (queue.empty) say(words.savedWord);
  },
  lost: () => say(words.lostWord, "bad"),
  ended: () => {
    leaving = true;
    location.reload();
  },
  refused: (problem) => {
    if (problem.cells) for (const [code, cell] of Object.entries(problem.cells)) showConflict(code, cell);
    else if (problem.cell && byCode.has(problem.cell)) showError(problem.cell, problem.message);
    say(problem.cells || problem.cell ? words.refusedWord : problem.message, "bad");
  },
});

const look = async () => {
  if (queue.busy || !queue.empty || document.hidden) return;
  try {
    const answer = await fetch(form.dataset.cells, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const said = await answer.json();
    if (!said.open) say(words.closed, "bad");
    else if (apply(said)) say(words.others);
  } catch {
    // Looking again is a courtesy; saving says when the connection is gone.
  }
};
window.addEventListener("focus", look);
setInterval(look, LOOK_AGAIN);

// --- typing ---

const put = (input) => {
  const code = input.dataset.cell;
  if (input.value.trim() === input.dataset.saved.trim() && !queue.cells.has(code)) {
    if (held.has(code)) settle(code);
    return;
  }
  if (held.has(code)) settle(code);
  input.dataset.state = "waiting";
  queue.put(code, input.value, Number(input.dataset.revision));
};

const step = (input, by) => {
  const next = inputs[inputs.indexOf(input) + by];
  if (!next) return;
  next.focus();
  next.select();
};

form.addEventListener("change", (event) => {
  if (event.target.dataset.cell) put(event.target);
  if (event.target.dataset.waiver) queue.explain(event.target.dataset.waiver, event.target.dataset.rule, event.target.value);
});

form.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.dataset?.cell || event.isComposing) {
    if (event.key === "Enter" && input.dataset?.waiver) {
      event.preventDefault();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    return;
  }
  const moves = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves && !event.altKey && !event.ctrlKey) {
    event.preventDefault();
    step(input, moves[event.key]);
  } else if (event.key === "Escape") {
    input.value = input.dataset.saved;
    queue.drop(input.dataset.cell);
    delete input.dataset.state;
    if (held.has(input.dataset.cell)) settle(input.dataset.cell);
  }
});

form.addEventListener("focusin", (event) => {
  if (event.target.dataset?.cell) event.target.select();
});

form.addEventListener("paste", (event) => {
  const input = event.target;
  if (!input.dataset?.cell) return;
  const text = event.clipboardData.getData("text/plain");
  const refuse = (why) => {
    event.preventDefault();
    say(why, "bad");
  };
  if (text.length > LARGEST_PASTE) return refuse(words.tooLarge);
  const rows = text.replace(/(\r?\n)+$/, "").split(/\r?\n/);
  if (rows.some((row) => row.includes("\t"))) return refuse(words.columns);
  if (rows.length === 1) return undefined;
  const places = inputs.slice(inputs.indexOf(input), inputs.indexOf(input) + rows.length);
  if (places.length < rows.length) return refuse(words.tooMany);
  event.preventDefault();
  places.forEach((place, index) => {
    place.value = rows[index].trim();
    put(place);
  });
  say(`${words.pasted} ${rows.length}`);
  return undefined;
});

form.querySelector("[data-save]")?.addEventListener("click", (event) => {
  event.preventDefault();
  for (const input of inputs) if (input.value.trim() !== input.dataset.saved.trim() && !held.has(input.dataset.cell)) put(input);
  if (queue.empty) say(held.size ? words.refusedWord : words.savedWord, held.size ? "bad" : "");
  else queue.flush();
});

form.addEventListener("submit", async (event) => {
  if (queue.empty && !queue.busy) {
    leaving = true;
    return;
  }
  // Let what is on its way arrive first; then the form goes as it stands.
  event.preventDefault();
  const button = event.submitter;
  await queue.flush();
  leaving = true;
  queue.cells.clear();
  form.requestSubmit(button);
});

window.addEventListener("beforeunload", (event) => {
  if (!leaving && (!queue.empty || held.size)) event.preventDefault();
});

const before = queue.restore();
for (const [code, { text, seen }] of Object.entries(before)) {
  const input = byCode.get(code);
  if (!input || input.dataset.saved === text) continue;
  input.value = text;
  input.dataset.state = "waiting";
  queue.put(code, text, seen);
}
queue.keep();
if (!queue.empty) say(words.restored);
