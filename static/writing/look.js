/* The look, seen while it is chosen: the server makes the front page, a frame shows it. Everything works without it. */
"use strict";

(() => {
  const section = document.querySelector("[data-look]");
  const form = section && section.closest("form");
  if (!form) return;

  const WAIT = 500; // milliseconds after the last change
  const WIDE = 900; // pixels, of the page that is shown
  const SHOWN = ["name", "tagline", "font", "accent", "accent_dark", "header", "header_address"];
  const status = section.querySelector("[role=status]");
  const place = section.querySelector(".look-place");
  const shades = section.querySelector(".look-shades");
  const frame = document.createElement("iframe");
  let timer = 0;
  let running = null;
  let dark = matchMedia("(prefers-color-scheme: dark)").matches;

  frame.title = section.querySelector("h3").textContent;
  frame.setAttribute("sandbox", "allow-same-origin"); // it is looked at: no script runs and no form is sent in it
  place.append(frame);
  section.classList.add("live");
  section.querySelector(".palettes").hidden = false;
  shades.hidden = false;
  status.textContent = status.dataset.waiting;

  async function refresh() {
    if (running) running.abort();
    running = new AbortController();
    const sent = new FormData(form);
    sent.delete("header_file"); // shown once it is saved
    try {
      const answer = await fetch(section.dataset.look, { method: "POST", body: sent, signal: running.signal });
      if (!answer.ok) throw new Error(answer.status);
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      made.querySelectorAll("script").forEach((script) => script.remove());
      const wrong = [...made.querySelectorAll("[role=alert]")].map((said) => said.textContent).join(" ");
      status.textContent = wrong || status.dataset.waiting;
      status.classList.toggle("wrong", Boolean(wrong));
      if (!wrong) frame.srcdoc = `<!DOCTYPE html>${made.documentElement.outerHTML}`;
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = status.dataset.failed;
    }
  }

  /* The page's own rules for the dark, made to apply or not: what is seen is what readers get. */
  function pretend() {
    const shown = frame.contentDocument;
    if (!shown || !shown.documentElement) return; // still being loaded: the frame’s load comes again
    for (const sheet of shown.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (!(rule instanceof shown.defaultView.CSSMediaRule)) continue;
        const asked = rule.parleyAsked || (rule.parleyAsked = rule.media.mediaText);
        if (/prefers-color-scheme:\s*dark/.test(asked)) rule.media.mediaText = dark ? "all" : "not all";
      }
    }
    shown.documentElement.style.colorScheme = dark ? "dark" : "light";
  }

  function fit() {
    const scale = Math.min(1, place.clientWidth / WIDE);
    frame.style.width = `${scale < 1 ? WIDE : place.clientWidth}px`;
    frame.style.height = `${place.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT);
  }

  form.addEventListener("input", (event) => {
    if (SHOWN.includes(event.target.name)) soon();
  });

  shades.querySelectorAll("input").forEach((shade) => {
    shade.checked = (shade.value === "dark") === dark;
    shade.addEventListener("change", () => {
      dark = shade.value === "dark";
      pretend();
    });
  });

  /* The browser's own way to choose a colour, beside where it is written. */
  form.querySelectorAll("input.colour").forEach((field) => {
    const picker = document.createElement("input");
    picker.type = "color";
    picker.className = "colour-picker";
    picker.setAttribute("aria-label", `${status.dataset.picker} ${field.labels[0].textContent.replace(/:\s*$/, "")}`);
    const show = () => {
      const own = field.name === "accent" ? "#7a2e1d" : "#e8a48f";
      picker.value = /^#[0-9a-f]{6}$/i.test(field.value) ? field.value.toLowerCase() : own;
    };
    show();
    field.addEventListener("input", show);
    picker.addEventListener("input", () => {
      field.value = picker.value;
      soon();
    });
    field.after(picker);
  });

  section.querySelectorAll("[data-accent]").forEach((button) => {
    button.addEventListener("click", () => {
      for (const [name, value] of [["accent", button.dataset.accent], ["accent_dark", button.dataset.accentDark]]) {
        form.elements[name].value = value;
        form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  });

  frame.addEventListener("load", () => {
    pretend();
    frame.contentDocument.addEventListener("click", (event) => {
      if (event.target.closest("a")) event.preventDefault();
    });
  });
  new ResizeObserver(fit).observe(place);
  fit();
  refresh();
})();
