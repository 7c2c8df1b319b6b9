// Where there is room at the right, details open beside the work; elsewhere the same link opens the same page.
import "./choose.js";
import { put } from "./fragment.js";

const ROOM = window.matchMedia("(min-width: 84rem)");
const panel = document.querySelector("[data-panel]");
let opener = null;

const open = async (link) => {
  const answer = await fetch(link.href, { headers: { "X-Panel": "1" } });
  if (!answer.ok || answer.redirected) {
    location.assign(link.href);
    return;
  }
  put(panel, await answer.text());
  panel.hidden = false;
  panel.tabIndex = -1;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-trace], a[data-remark]");
  if (!link || !panel || !ROOM.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (!panel.contains(link)) opener = link;
  open(link).catch(() => location.assign(link.href));
});

panel?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  panel.hidden = true;
  opener?.focus();
});
