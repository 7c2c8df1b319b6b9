// A choice takes effect when it is made; the button stays for those who work without scripts.
for (const form of document.querySelectorAll("form[data-choose]")) {
  form.querySelector("[data-choose-button]")?.setAttribute("hidden", "");
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}
