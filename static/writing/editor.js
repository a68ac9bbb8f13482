/* The editor, made more comfortable: a preview that follows the text, images put where the cursor is, and a question
   before a changed text is left. Everything works without this file. */
"use strict";

(() => {
  const section = document.querySelector("[data-preview]");
  const form = section && section.closest("form");
  const text = form && form.querySelector("textarea[name=body]");
  if (!text) return;

  // --- The preview: the server renders, the frame shows. It is never stored. ---
  const WAIT = 600; // milliseconds after the last key
  const status = section.querySelector("[role=status]");
  const frame = document.createElement("iframe");
  frame.title = section.querySelector("h2").textContent;
  frame.setAttribute("sandbox", "allow-same-origin"); // it is looked at: no script runs and no form is sent in it
  section.querySelector(".preview-place").append(frame);
  section.classList.add("live");
  status.textContent = status.dataset.waiting;

  let timer = 0;
  let running = null;

  function show(html) {
    const made = new DOMParser().parseFromString(html, "text/html");
    made.querySelectorAll("script").forEach((script) => script.remove());
    const shown = frame.contentDocument && frame.contentDocument.querySelector("main");
    if (!shown) {
      frame.srcdoc = `<!DOCTYPE html>${made.documentElement.outerHTML}`;
      return;
    }
    // Only the text is exchanged, so that the place one has scrolled to stays.
    shown.replaceWith(frame.contentDocument.adoptNode(made.querySelector("main")));
  }

  async function refresh() {
    if (running) running.abort();
    running = new AbortController();
    try {
      const answer = await fetch(section.dataset.preview, {
        method: "POST",
        body: new FormData(form),
        signal: running.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.text());
      status.textContent = status.dataset.waiting;
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = status.dataset.failed;
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT);
  }

  frame.addEventListener("load", () => {
    frame.contentDocument.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && !(link.getAttribute("href") || "").startsWith("#")) event.preventDefault();
    });
  });
  form.addEventListener("input", soon);
  refresh();

  // --- A changed text is not left by mistake. ---
  let changed = Boolean(document.querySelector(".errornote"));
  form.addEventListener("input", (event) => {
    if (event.target.name) changed = true;
  });
  form.addEventListener("submit", (event) => {
    if (!event.submitter || event.submitter.formTarget !== "_blank") changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });

  // --- Images: chosen, dropped or pasted, described, uploaded, and written where the cursor is. ---
  const upload = document.querySelector("[data-upload]");
  const panel = upload.closest("details");
  const file = upload.querySelector("input[type=file]");
  const alt = upload.querySelector("#upload-alt");
  const caption = upload.querySelector("#upload-caption");
  const button = upload.querySelector("button");
  const said = upload.querySelector("[role=status]");
  upload.hidden = false;

  function insert(markdown) {
    const before = text.value.slice(0, text.selectionStart);
    const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    text.setRangeText(`${gap}${markdown}\n\n`, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }

  function take(event, files) {
    const images = [...files].filter((each) => each.type.startsWith("image/"));
    if (!images.length) return;
    event.preventDefault();
    const chosen = new DataTransfer();
    chosen.items.add(images[0]);
    file.files = chosen.files;
    panel.open = true;
    alt.focus();
  }

  async function send() {
    said.textContent = "";
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    sent.set("alt", alt.value);
    sent.set("caption", caption.value);
    if (file.files[0]) sent.set("file", file.files[0]);
    button.disabled = true;
    try {
      const answer = await fetch(upload.dataset.upload, { method: "POST", body: sent });
      const told = await answer.json();
      if (told.errors) {
        said.textContent = Object.values(told.errors).flat().join(" ");
        (told.errors.file ? file : alt).focus();
        return;
      }
      insert(told.markdown);
      file.value = alt.value = caption.value = "";
      said.textContent = told.told || upload.dataset.done;
    } catch {
      said.textContent = upload.dataset.failed;
    } finally {
      button.disabled = false;
    }
  }

  button.addEventListener("click", send);
  upload.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "text") return;
    event.preventDefault(); // the form around is the post's
    send();
  });
  text.addEventListener("paste", (event) => take(event, event.clipboardData.files));
  text.addEventListener("drop", (event) => take(event, event.dataTransfer.files));
})();
