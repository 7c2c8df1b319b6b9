// What a form gains when scripts run: a draft that survives a dead connection or a closed page of this tab, a list of
// places that narrows while one types, one press of Send, and printing. Everything works without it.

const draftOf = (form) => `danvan-draft-${form.dataset.draftForm}`;
// Some browsers refuse storage altogether; then there is no draft, and nothing else changes.
const store = (work) => {
  try {
    return work(window.sessionStorage);
  } catch {
    return null;
  }
};

for (const form of document.querySelectorAll("[data-draft-form]")) {
  const fields = [...form.querySelectorAll("[data-draft]")];
  const kept = store((box) => JSON.parse(box.getItem(draftOf(form)) ?? "{}")) ?? {};
  for (const field of fields) if (!field.value && kept[field.name]) field.value = kept[field.name];
  form.addEventListener("input", () => {
    const now = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    store((box) => box.setItem(draftOf(form), JSON.stringify(now)));
  });
}

// On the receipt everything is sent: no draft stays on a computer that others use too.
if (document.querySelector("[data-sent]")) {
  store((box) => {
    for (const name of Object.keys(box)) if (name.startsWith("danvan-draft-")) box.removeItem(name);
  });
}

const bare = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
const find = document.querySelector("[data-find]");
const list = document.querySelector("select[name='place']");
if (find && list) {
  document.querySelector("[data-find-button]")?.setAttribute("hidden", "");
  const all = [...list.children].map((one) => one.cloneNode(true));
  const narrow = () => {
    const words = bare(find.value).split(/\s+/).filter(Boolean);
    const chosen = list.value;
    const fits = (text) => words.every((word) => bare(text).split(/\s+/).some((part) => part.startsWith(word)));
    const left = [];
    for (const group of all) {
      if (group.localName !== "optgroup") {
        left.push(group.cloneNode(true));
        continue;
      }
      const copy = group.cloneNode(false);
      for (const option of group.children) {
        if (option.value === chosen || fits(`${option.textContent} ${group.label}`)) copy.append(option.cloneNode(true));
      }
      if (copy.children.length) left.push(copy);
    }
    list.replaceChildren(...left);
    list.value = chosen;
    const named = [...list.querySelectorAll("optgroup option")].filter((option) => fits(option.textContent));
    if (words.length && named.length === 1) list.value = named[0].value;
  };
  find.addEventListener("input", narrow);
}

for (const button of document.querySelectorAll("[data-once]")) {
  button.form?.addEventListener("submit", (event) => {
    if (event.submitter !== button) return;
    // After the browser has read the form: a disabled button would not be sent.
    setTimeout(() => button.setAttribute("disabled", ""), 0);
  });
}
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-once]")) button.removeAttribute("disabled");
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.querySelector("[data-focus]")?.focus();
