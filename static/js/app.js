/* What the pages gain from script; every page works without it. Nothing is evaluated and nothing styled inline. */
(function () {
  "use strict";

  // The CSRF cookie is closed to script, so the page carries the token.
  document.addEventListener("htmx:configRequest", function (event) {
    const meta = document.querySelector("meta[name=csrf-token]");
    if (event.detail.verb !== "get" && meta) event.detail.headers["X-CSRFToken"] = meta.content;
  });

  // After a failed form, a reader starts at what is wrong.
  function showErrors(root) {
    const summary = root.querySelector(".error-summary[tabindex]");
    if (summary) summary.focus();
  }
  showErrors(document);
  document.addEventListener("htmx:afterSwap", function (event) { showErrors(event.target); });

  // A tap on a clause tag shows its words beneath; the note holds the link to the clause's own page.
  document.addEventListener("click", function (event) {
    const tag = event.target.closest("a.clause[title], a.clause[aria-expanded]");
    if (!tag || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const open = tag.nextElementSibling;
    if (open && open.classList.contains("clause-note")) {
      open.remove();
      tag.setAttribute("aria-expanded", "false");
      return;
    }
    const note = document.createElement("span");
    note.className = "clause-note";
    note.setAttribute("role", "note");
    note.textContent = tag.title + " ";
    const link = document.createElement("a");
    link.href = tag.href;
    link.textContent = "查看条文";
    note.append(link);
    tag.after(note);
    tag.setAttribute("aria-expanded", "true");
  });

  // A second press on a slow button sends nothing. After three seconds the form is free again, for downloads.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 3000);
  });
})();
