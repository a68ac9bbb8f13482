/* The editor, made more comfortable: the length of the text, images put where the cursor is, and a question before a
   changed text is left. Everything works without this file. */
"use strict";

(() => {
  const text = document.querySelector(".editor textarea[name=body]");
  const form = text && text.closest("form");
  if (!form) return;

  // --- How long it is: words, and minutes at 238 words each (Brysbaert 2019, for silent reading of English prose); of
  // scripts without spaces each letter counts, at 500 a minute. ---
  const length = document.querySelector("[data-length]");
  function measure() {
    const source = text.value.replace(/```[\s\S]*?```/g, " ").replace(/\]\([^)]*\)/g, " ");
    const letters = (source.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu) || []).length;
    const words = (
      source
        .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu, " ")
        .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu) || []
    ).length;
    const minutes = Math.max(1, Math.round(words / 238 + letters / 500));
    const total = new Intl.NumberFormat(document.documentElement.lang).format(words + letters);
    length.textContent = length.dataset.length.replace("%w", total).replace("%m", minutes);
  }
  form.addEventListener("input", measure);
  text.addEventListener("change", measure);
  measure();

  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault(); // which would save the desk's page on the disk
    form.requestSubmit(form.querySelector("input.enter"));
  });

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
    const told = new CustomEvent("parley:insert", { detail: markdown, cancelable: true });
    text.dispatchEvent(told);
    if (told.defaultPrevented) return;
    const before = text.value.slice(0, text.selectionStart);
    const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    text.setRangeText(`${gap}${markdown}\n\n`, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }

  let waiting = []; // files that were pasted or dropped together: one is described after the other

  function take(event, files) {
    const images = [...files].filter((each) => each.type.startsWith("image/"));
    if (!images.length) return;
    event.preventDefault();
    waiting = images;
    next();
  }

  function next() {
    if (!waiting.length) return;
    const chosen = new DataTransfer();
    chosen.items.add(waiting.shift());
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
      next();
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
  text.addEventListener("parley:files", (event) => take(event, event.detail));
  text.addEventListener("paste", (event) => take(event, event.clipboardData.files));
  text.addEventListener("drop", (event) => take(event, event.dataTransfer.files));
})();
