/* What is typed is kept: by the desk, a few seconds after the last key, and in this browser until the desk has it.
   Everything can be saved without this file. */
"use strict";

(() => {
  const line = document.querySelector("[data-keeping]");
  const form = line && line.closest("form");
  if (!form) return;

  const WAIT = 2500; // milliseconds after the last key
  const AGAIN = 15000; // after a fault
  const said = line.dataset;
  const place = () => `parley:${said.blog}:${said.keeping}`; // the same on every page that has this text's form
  let timer = 0;
  let running = false;
  let dirty = false;
  let stopped = false; // somebody else changed the text: the next save brings both together

  const seen = () => form.querySelector("[name=seen]");
  const tell = (words) => {
    if (line.textContent !== words) line.textContent = words;
  };

  /* What was typed, as pairs: no file, no token. */
  function typed() {
    const skip = new Set(["csrfmiddlewaretoken", "seen"]);
    return [...new FormData(form)].filter(([name, value]) => !skip.has(name) && typeof value === "string");
  }

  function keepHere() {
    try {
      const copy = { at: Date.now(), seen: seen() ? seen().value : "", typed: typed() };
      localStorage.setItem(place(), JSON.stringify(copy));
    } catch {
      // No room, or not allowed: the desk keeps it all the same.
    }
  }

  function forgetHere() {
    try {
      localStorage.removeItem(place());
    } catch {
      // Nothing was kept there then.
    }
  }

  function moved(told) {
    // A new text is a draft now: it has addresses of its own, and a save goes there.
    if (!told.change) return;
    forgetHere();
    said.keeping = told.autosave;
    history.replaceState(null, "", told.change);
    form.action = told.change;
    const section = document.querySelector("[data-preview]");
    if (!section) return;
    section.querySelectorAll("[formaction]").forEach((button) => {
      if (button.getAttribute("formaction").startsWith(section.dataset.preview)) {
        button.setAttribute("formaction", button.getAttribute("formaction").replace(section.dataset.preview, told.preview));
      }
    });
    section.dataset.preview = told.preview;
  }

  async function keep() {
    if (running || stopped) return soon(WAIT);
    running = true;
    dirty = false;
    let pause = 0;
    try {
      const answer = await fetch(said.keeping, { method: "POST", body: new FormData(form), redirect: "manual" });
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      if (isJson) {
        const told = await answer.json();
        if (told.seen && seen()) seen().value = told.seen;
        moved(told);
        stopped = answer.status === 409;
        pause = (told.pause || 0) * 1000;
        tell(told.told || "");
        if (answer.ok && !dirty) forgetHere();
      } else {
        tell(answer.status === 403 || answer.type === "opaqueredirect" ? said.signedOut : said.failed);
        pause = AGAIN;
      }
    } catch {
      tell(said.offline);
      pause = AGAIN;
    } finally {
      running = false;
      if (pause) dirty = true;
      if (dirty && !stopped) soon(pause || WAIT);
    }
  }

  function soon(pause) {
    clearTimeout(timer);
    timer = setTimeout(keep, pause);
  }

  form.addEventListener("input", (event) => {
    if (!event.target.name) return;
    dirty = true;
    keepHere();
    if (!stopped) soon(WAIT);
  });
  window.addEventListener("online", () => dirty && soon(0));
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.formTarget === "_blank") return;
    stopped = true; // the save itself takes all that was typed; a copy that follows it would be of the past
    clearTimeout(timer);
  });

  // --- What this browser kept because the desk could not: offered, never put in place of anything unasked. ---
  function use(copy) {
    for (const field of form.elements) {
      if (!field.name || field.type === "file" || !copy.has(field.name)) continue;
      const values = copy.getAll(field.name);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    form.querySelector("[name=body]").dispatchEvent(new Event("input", { bubbles: true }));
  }

  function offer() {
    let copy = null;
    try {
      copy = JSON.parse(localStorage.getItem(place()) || "null");
    } catch {
      return;
    }
    if (!copy || !Array.isArray(copy.typed)) return;
    const now = JSON.stringify(typed());
    if (JSON.stringify(copy.typed) === now || document.querySelector(".errornote")) return forgetHere();
    const kept = new URLSearchParams(copy.typed);
    const box = document.createElement("p");
    box.className = "told warn";
    box.setAttribute("role", "status");
    box.append(`${said.found} `);
    [
      [said.use, () => use(kept)],
      [said.drop, forgetHere],
    ].forEach(([words, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = words;
      button.addEventListener("click", () => {
        act();
        box.remove();
      });
      box.append(button, " ");
    });
    form.querySelector(".editor").before(box);
  }
  offer();
})();
