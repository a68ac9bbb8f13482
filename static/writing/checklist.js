/* "Before you publish" follows what is written. Without this file its button does the same. */
"use strict";

(() => {
  const section = document.querySelector("[data-checklist]");
  const form = section && section.closest("form");
  if (!form) return;

  const WAIT = 4000; // milliseconds after the last key
  const AGAIN = 60000; // after too many in a short time
  const place = section.querySelector(".checklist-place");
  const button = section.querySelector("[formaction]");
  let timer = 0;
  let running = null;
  let shown = "";

  /* Told anew only when it has changed, so that nobody is read the same again at each pause. */
  function show(html) {
    if (html === shown) return;
    shown = html;
    const made = new DOMParser().parseFromString(html, "text/html");
    place.replaceChildren(...made.body.childNodes);
  }

  /* Where the address of a new text has changed, since it is a draft now (keeping.js), the form's own says so. */
  function address() {
    const change = (form.getAttribute("action") || "").match(/^(.*\/)change\/$/);
    return change ? `${change[1]}checklist/` : section.dataset.checklist;
  }

  async function look() {
    clearTimeout(timer);
    if (running) running.abort();
    running = new AbortController();
    try {
      const answer = await fetch(`${address()}?part`, { method: "POST", body: new FormData(form), signal: running.signal });
      if (answer.status === 429) soon(AGAIN);
      else if (!answer.ok) throw new Error(answer.status);
      show((await answer.text()).trim());
    } catch (error) {
      if (error.name !== "AbortError") place.textContent = place.dataset.failed;
    }
  }

  function soon(pause = WAIT) {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  }

  form.addEventListener("input", (event) => {
    if (event.target.name) soon();
  });
  button.addEventListener("click", (event) => {
    event.preventDefault();
    look();
  });
})();
