/* The moderator's desk, a little faster: keys, and word of who else is looking at a comment.

   Nothing here is needed. Every key presses a button or follows a link that is on the page. */

(() => {
  "use strict";

  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const keys = document.getElementById("keys");
  const opener = desk.querySelector("[data-keys-open]");
  const items = () => [...desk.querySelectorAll(".desk-item")];
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  function current() {
    return document.activeElement.closest(".desk-item") || null;
  }

  function goTo(item) {
    if (!item) return;
    item.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = items();
    const here = all.indexOf(current());
    goTo(here < 0 ? all[by > 0 ? 0 : all.length - 1] : all[here + by]);
  }

  function press(item, ...selectors) {
    const button = selectors.map((selector) => item?.querySelector(selector)).find(Boolean);
    button?.click();
    return Boolean(button);
  }

  const YES = ['button[value="publish"]', 'button[value="restore"]', 'button[value="approve"]'];
  const NO = ['button[value="reject"]', 'button[value="remove"]', 'button[value="decline"]'];

  // At a report, "yes" takes the comment down; at a change or an appeal it grants what is asked.
  const isReport = (item) => item.id.startsWith("reported-");
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    p: (item) => press(item, ...YES, isReport(item) ? 'button[value="no"]' : 'button[value="yes"]'),
    r: (item) => item.querySelector("textarea")?.focus(),
    d: (item) => press(item, 'button[value="remove"]', ...(isReport(item) ? ['button[value="yes"]'] : [])),
    b: (item) => press(item, ".comment-author a", "a.comment-author"),
    x: (item) => press(item, 'input[name="ticked"]'),
    o: (item) => press(item, "a.comment-time"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches(".desk-item textarea")) {
      const item = event.target.closest(".desk-item");
      event.preventDefault();
      press(item, ...NO, isReport(item) ? 'button[value="yes"]' : 'button[value="no"]');
      return;
    }
    if (event.key === "Escape" && typing(event.target)) {
      goTo(event.target.closest(".desk-item"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || keys.open) return;
    if (event.key === "?") keys.showModal();
    else if (event.key === "u") desk.querySelector('[data-key="u"]')?.click();
    else if (event.key === "/") {
      const field = document.getElementById("q");
      if (field) field.focus();
      else desk.querySelector('.tabs a[href$="state=any"]')?.click();
    } else if (event.key === "j" || event.key === "k") acts[event.key]();
    else if (Object.hasOwn(acts, event.key) && current()) acts[event.key](current());
    else return;
    event.preventDefault();
  });

  opener.hidden = false;
  opener.querySelector("button").addEventListener("click", () => keys.showModal());

  // --- Who else is looking ---------------------------------------------------------------------------------------

  const told = new WeakSet();

  async function look(item) {
    const place = item?.querySelector("[data-looking]");
    const token = item?.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!place || !token || told.has(item)) return;
    told.add(item);
    window.setTimeout(() => told.delete(item), 60_000);
    try {
      const answer = await fetch(place.dataset.looking, {
        method: "POST",
        credentials: "same-origin",
        headers: { "X-CSRFToken": token },
      });
      const name = answer.ok ? await answer.text() : "";
      place.hidden = !name;
      place.textContent = name ? place.dataset.words.replace("NAME", name) : "";
    } catch {
      /* not told this time */
    }
  }

  desk.addEventListener("focusin", (event) => look(event.target.closest(".desk-item")));

  // --- After an act: focus where it goes on, and the result read out -----------------------------------------------

  const said = desk.querySelector(".messages");
  if (said) {
    const words = said.innerHTML;
    said.innerHTML = "";
    window.setTimeout(() => (said.innerHTML = words), 100);
  }
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (target?.matches(".desk-item")) goTo(target);
})();
