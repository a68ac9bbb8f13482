/* Comments, a little more comfortable: "Post a Comment" and "Reply" open the form in place, a text being written
   survives a reload, and who has just posted is shown what they may still do.

   Nothing here is needed. Every word, form and decision is the server's: this fetches the page the link leads to and
   shows its part here. Whatever goes wrong, the link is followed instead. */

(() => {
  "use strict";

  const TEXT = "parley:text:";
  const SENT = "parley:sent";
  let opened = null; // {link, place}: one form at a time

  async function pageAt(url) {
    const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status} at ${url}`);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  // --- Texts that are being written, kept for this tab only -------------------------------------------------------

  function nameOf(form) {
    return TEXT + new URL(form.action).pathname + ":" + (form.elements.parent?.value || "");
  }

  function restore(form) {
    const field = form.elements.text;
    if (!field.value) field.value = sessionStorage.getItem(nameOf(form)) || "";
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("form.comment-form")) sessionStorage.setItem(nameOf(form), form.elements.text.value);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form.comment-form") && event.submitter?.name !== "preview") {
      sessionStorage.setItem(SENT, nameOf(form));
    }
  });

  // --- The form in place -----------------------------------------------------------------------------------------

  function close() {
    if (!opened) return;
    opened.place.remove();
    opened.link.setAttribute("aria-expanded", "false");
    opened = null;
  }

  function words(element) {
    return element.textContent.trim().replace(/\s+/g, " ");
  }

  function focusOn(element) {
    element.tabIndex = -1;
    element.focus();
  }

  async function open(link) {
    link.setAttribute("aria-busy", "true");
    const place = (await pageAt(link.href)).getElementById("write");
    link.removeAttribute("aria-busy");
    if (!place || !place.children.length) throw new Error("The page has neither a form nor a note.");
    close();
    const note = link.closest("p.post-a-comment")?.parentElement.querySelector(":scope > .note");
    if (note && words(note) === words(place)) {
      focusOn(note); // what is to be said stands there already
      return;
    }
    link.closest("p").after(document.adoptNode(place));
    link.setAttribute("aria-expanded", "true");
    opened = { link, place };
    const form = place.querySelector("form.comment-form");
    if (form) {
      restore(form);
      form.elements.text.focus();
    } else {
      focusOn(place); // a refusal: it is read out, and its way in is the next stop
    }
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-write]");
    if (!link || event.defaultPrevented || event.button) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (opened?.link === link) {
      close();
      return;
    }
    try {
      await open(link);
    } catch {
      location.assign(link.href);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened?.place.contains(document.activeElement)) {
      const { link } = opened;
      close();
      link.focus();
    }
  });

  // --- After posting ----------------------------------------------------------------------------------------------

  async function welcome(comment) {
    const number = comment.id.replace("comment-", "");
    const form = document.querySelector(".post-a-comment a[data-write]");
    if (!form) return;
    const page = await pageAt(`${form.href}?done=${number}`);
    const told = page.querySelector("[role=status]");
    const acts = page.querySelector(`#mine #comment-${number} .comment-acts`);
    const own = comment.querySelector(".comment-own");
    if (told && own) {
      const region = document.createElement("div"); // empty first, so that what comes into it is read out
      region.setAttribute("role", "status");
      own.append(region);
      told.removeAttribute("role");
      region.append(document.adoptNode(told));
    }
    if (acts && own) own.append(document.adoptNode(acts));
  }

  // --- Whom the reader has muted ------------------------------------------------------------------------------------

  /* Pages of one's own say how many people are muted, and that leaves a hint here. Without the hint nothing is asked,
     so a reader without an account never calls the server for it. */
  const MUTES = "parley:mutes";
  const own = document.querySelector("[data-mutes]");
  if (own) {
    if (own.dataset.mutes === "0") localStorage.removeItem(MUTES);
    else localStorage.setItem(MUTES, "1");
  }

  async function fold(thread) {
    const answer = await fetch(thread.dataset.muted, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const people = new Set((await answer.json()).people);
    for (const comment of thread.querySelectorAll("[data-author]")) {
      if (!people.has(comment.dataset.author)) continue;
      const body = comment.querySelector(":scope > .comment-body");
      if (!body) continue;
      const folded = document.createElement("details");
      const words = document.createElement("summary");
      folded.className = "muted";
      words.textContent = thread.dataset.mutedWords;
      body.before(folded);
      folded.append(words, body);
    }
  }

  const thread = document.querySelector("[data-muted]");
  if (thread && localStorage.getItem(MUTES)) fold(thread).catch(() => {}); // then they stand there, as without script

  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  const landed = /^#comment-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (sent && (landed || new URLSearchParams(location.search).has("done"))) {
    sessionStorage.removeItem(sent);
    if (landed) {
      landed.focus();
      welcome(landed).catch(() => {}); // the comment stands there: that is answer enough
    }
  }
  document.querySelectorAll("form.comment-form").forEach(restore);
})();
