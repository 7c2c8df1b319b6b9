// What every page gains when scripts run; nothing here is needed to do the work.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

// Set before htmx starts (it waits for DOMContentLoaded): no injected style, no eval, refusals are shown where they belong.
if (window.htmx) {
  Object.assign(window.htmx.config, {
    includeIndicatorStyles: false,
    allowEval: false,
    allowScriptTags: false,
    historyCacheSize: 0,
    selfRequestsOnly: true,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "[45]..", swap: true, error: true },
    ],
  });
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = meta("csrf-token");
});

// A session that ended meanwhile answers with the sign-in page: go there, do not paste it into a corner of this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.responseURL;
  if (!answered) return;
  const url = new URL(answered);
  if (meta("sign-in") && url.pathname === meta("sign-in") && location.pathname !== url.pathname) {
    event.detail.shouldSwap = false;
    location.assign(`${url.pathname}?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
});

const offline = document.querySelector("[data-offline]");
const showConnection = (lost) => {
  if (offline) offline.hidden = !lost;
};
window.addEventListener("offline", () => showConnection(true));
window.addEventListener("online", () => showConnection(false));
document.addEventListener("htmx:sendError", () => showConnection(true));
document.addEventListener("htmx:afterOnLoad", () => showConnection(false));

// A second press confirms: the button itself asks, then falls back to its own word. No dialog.
const ASKED = "asked";
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || button.dataset.state === ASKED) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const words = [...button.childNodes].map((node) => node.cloneNode(true));
    button.dataset.state = ASKED;
    button.setAttribute("aria-live", "polite");
    button.textContent = button.dataset.confirm;
    const forget = () => {
      delete button.dataset.state;
      button.replaceChildren(...words);
    };
    button.addEventListener("blur", forget, { once: true });
    button.focus();
  },
  true,
);

// Messages can be put away; the word for it comes with the page.
const messages = document.querySelector("[data-messages]");
const addCloseButtons = () => {
  for (const message of messages.querySelectorAll("[data-message]:not(:has([data-close]))")) {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "message__close";
    close.dataset.close = "";
    close.textContent = messages.dataset.messages;
    message.append(close);
  }
};
if (messages) {
  addCloseButtons();
  new MutationObserver(addCloseButtons).observe(messages, { childList: true });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const close = event.target.closest("[data-close]");
  if (close) close.closest("[data-message]").remove();
});

// Tables under charts are printed whatever their state on the screen.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details[data-open-in-print]:not([open])")) {
    details.open = true;
    details.dataset.openedForPrint = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("details[data-opened-for-print]")) {
    details.open = false;
    delete details.dataset.openedForPrint;
  }
});

// After a refused form the list of errors is where the reader should start.
document.querySelector("[data-focus]")?.focus();
// On a phone the rail scrolls sideways: bring the current word into sight.
document.querySelector(".rail__nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
// The tab of this page likewise, sideways only: the page stays where its address points.
for (const here of document.querySelectorAll(".tabs [aria-current]")) {
  const box = here.closest(".tabs");
  const [mine, its] = [here.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollLeft += mine.left - its.left - (its.width - mine.width) / 2;
}
