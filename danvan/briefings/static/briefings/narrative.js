/** Texts of a document save themselves a moment after the last key; a conflict is told, and both texts are kept. */

const PAUSE = 1500;

function watch(form) {
  const text = form.elements.text;
  const version = form.elements.version;
  const state = form.querySelector("[data-state]");
  const words = document.body.querySelector("[data-narrative-words]").dataset;
  let timer = 0;
  let saving = false;
  let saved = text.value;

  async function save() {
    if (saving || text.value === saved) return;
    saving = true;
    const sent = text.value;
    state.textContent = words.saving;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      const told = await answer.json();
      if (answer.ok) {
        version.value = told.version;
        saved = sent;
        state.textContent = words.saved;
      } else {
        // Not saved: the button sends the same form and shows both texts side by side.
        state.textContent = told.message;
      }
    } catch {
      state.textContent = words.offline;
    }
    saving = false;
    if (text.value !== sent) later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  text.addEventListener("input", later);
  // On paper stands what is in the field now, a paragraph for each line.
  window.addEventListener("beforeprint", () => {
    const paragraphs = text.value.split(/\n+/).filter((line) => line.trim());
    const printed = form.previousElementSibling;
    printed.replaceChildren(
      ...paragraphs.map((line) => Object.assign(document.createElement("p"), { className: "sheet__text", textContent: line })),
    );
    if (paragraphs.length) form.parentElement.classList.remove("sheet__part--left-out");
  });
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== saved) event.preventDefault();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saved = text.value;
  });
}

document.querySelectorAll("form[data-narrative]").forEach(watch);
