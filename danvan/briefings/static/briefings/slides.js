// The meeting room: arrows, space, Home and End turn the slides of one page, so that full screen stays. Without this script
// the same links load the page at the next slide.

const room = document.querySelector("[data-slides]");
const slides = [...room.querySelectorAll(".slide")];
const here = document.querySelector("[data-here]");
const before = document.querySelector("[data-before]");
const after = document.querySelector("[data-after]");
const full = document.querySelector("[data-full]");

let place = Math.max(0, slides.findIndex((slide) => slide.classList.contains("is-current")));

const address = (number) => {
  const url = new URL(location.href);
  url.searchParams.set("trang", String(number));
  return `${url.pathname}${url.search}`;
};

function turn(to) {
  place = Math.min(Math.max(to, 0), slides.length - 1);
  slides.forEach((slide, number) => slide.classList.toggle("is-current", number === place));
  here.textContent = String(place + 1);
  before.href = address(Math.max(place, 1));
  after.href = address(Math.min(place + 2, slides.length));
  before.toggleAttribute("aria-disabled", place === 0);
  after.toggleAttribute("aria-disabled", place === slides.length - 1);
  history.replaceState(null, "", address(place + 1));
  room.scrollTo({ top: 0 });
  window.scrollTo({ top: 0 });
}

const KEYS = {
  ArrowRight: () => place + 1,
  ArrowDown: () => place + 1,
  PageDown: () => place + 1,
  " ": () => place + 1,
  ArrowLeft: () => place - 1,
  ArrowUp: () => place - 1,
  PageUp: () => place - 1,
  Home: () => 0,
  End: () => slides.length - 1,
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("button, summary, input")) return;
  // A slide longer than the screen is read to its end before the next one comes.
  const low = window.innerHeight + window.scrollY < document.documentElement.scrollHeight - 4;
  const vertical = ["ArrowDown", "PageDown", " "].includes(event.key) ? low : ["ArrowUp", "PageUp"].includes(event.key) && window.scrollY > 4;
  const to = KEYS[event.key];
  if (!to || vertical) return;
  event.preventDefault();
  turn(to());
});

for (const [link, step] of [[before, -1], [after, 1]]) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    turn(place + step);
  });
}

let touched = null;
document.addEventListener("touchstart", (event) => { touched = event.touches[0].clientX; }, { passive: true });
document.addEventListener("touchend", (event) => {
  const moved = touched === null ? 0 : event.changedTouches[0].clientX - touched;
  touched = null;
  if (Math.abs(moved) > 80 && !event.target.closest(".table-box")) turn(place + (moved < 0 ? 1 : -1));
}, { passive: true });

if (document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
}
