// Reading hundreds of workbooks takes seconds: the button says so and is not pressed twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter?.closest("[data-busy]");
  if (!button || event.defaultPrevented) return;
  const words = button.textContent;
  // After the browser has taken up what the button says itself.
  setTimeout(() => {
    button.setAttribute("aria-live", "polite");
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
    button.textContent = button.dataset.busy;
  });
  // A page that comes back from the browser's own memory is no longer busy.
  window.addEventListener("pageshow", (shown) => {
    if (!shown.persisted) return;
    button.disabled = false;
    button.removeAttribute("aria-busy");
    button.textContent = words;
  });
});
