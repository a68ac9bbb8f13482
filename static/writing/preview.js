/* The preview, which follows the text and scrolls with it: as each reader will see it. Without this file a button opens it in
   a window. */
"use strict";

(() => {
  const section = document.querySelector("[data-preview]");
  const form = section && section.closest("form");
  const text = form && form.querySelector("textarea[name=body]");
  if (!text) return;

  // --- The preview: the server renders, the frame shows. It is never stored. ---
  const WAIT = 600; // milliseconds after the last key
  const DESKTOP = 1280; // pixels
  const PHONE = 390;
  const status = section.querySelector("[role=status]");
  const place = section.querySelector(".preview-place");
  const tabs = [...section.querySelectorAll("[role=tab]")];
  const frame = document.createElement("iframe");
  frame.title = section.querySelector("h2").textContent;
  frame.setAttribute("sandbox", "allow-same-origin"); // it is looked at: no script runs and no form is sent in it
  place.append(frame);
  section.classList.add("live");
  section.querySelector("[role=tablist]").hidden = false;
  status.textContent = status.dataset.waiting;

  let timer = 0;
  let running = null;
  let view = "desktop";
  let shownAs = null; // which of the server's views the frame holds: "" is the page

  const serverView = () => (["feed", "found", "card"].includes(view) ? view : "");

  function show(html, kind) {
    const made = new DOMParser().parseFromString(html, "text/html");
    made.querySelectorAll("script").forEach((script) => script.remove());
    // It is looked at: the Tab key goes past it, and a click leads nowhere.
    made.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]").forEach((one) => (one.tabIndex = -1));
    const shown = frame.contentDocument && frame.contentDocument.querySelector("main");
    const fresh = made.querySelector("main");
    if (!shown || !fresh || kind !== shownAs) {
      shownAs = kind;
      frame.srcdoc = `<!DOCTYPE html>${made.documentElement.outerHTML}`;
      return;
    }
    // Only the text is exchanged, so that the place one has scrolled to stays.
    shown.replaceWith(frame.contentDocument.adoptNode(fresh));
    follow("source"); // which may have moved before there was anything to follow
  }

  async function refresh() {
    if (running) running.abort();
    running = new AbortController();
    const kind = serverView();
    const sent = new FormData(form);
    sent.set("as", kind);
    try {
      const answer = await fetch(section.dataset.preview, { method: "POST", body: sent, signal: running.signal });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.text(), kind);
      status.textContent = status.dataset.waiting;
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = status.dataset.failed;
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT);
  }

  /* The theme's own rules for the dark and for paper, made to apply or not: what is seen is what readers get. */
  function pretend() {
    const document_ = frame.contentDocument;
    if (!document_ || !document_.documentElement) return; // still being loaded: the frame’s load comes again
    const dark = view === "dark" || (view !== "print" && matchMedia("(prefers-color-scheme: dark)").matches);
    const turn = (rules) => {
      for (const rule of rules) {
        if (!(rule instanceof document_.defaultView.CSSMediaRule)) continue;
        const asked = rule.parleyAsked || (rule.parleyAsked = rule.media.mediaText);
        if (/prefers-color-scheme:\s*dark/.test(asked)) rule.media.mediaText = dark ? "all" : "not all";
        else if (/^print\b/.test(asked)) rule.media.mediaText = view === "print" ? "all" : "print";
        else if (/^screen\b/.test(asked)) rule.media.mediaText = view === "print" ? "not all" : "screen";
        turn(rule.cssRules);
      }
    };
    for (const sheet of document_.styleSheets) {
      try {
        turn(sheet.cssRules);
      } catch {
        // Not loaded yet: the frame's load comes again.
      }
    }
    document_.documentElement.style.colorScheme = dark ? "dark" : "light";
  }

  /* A page of the width that was chosen, made small enough to be seen whole. */
  function fit() {
    const wide = { phone: PHONE, desktop: DESKTOP, dark: DESKTOP, print: 794 }[view] || 0; // 794: A4 at 96 dots an inch
    const scale = wide ? Math.min(1, place.clientWidth / wide) : 1;
    frame.style.width = wide ? `${wide}px` : "100%";
    frame.style.height = `${place.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
  }

  function choose(tab) {
    view = tab.dataset.view;
    tabs.forEach((each) => {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
    });
    place.setAttribute("aria-labelledby", tab.id);
    fit();
    if (serverView() !== shownAs) refresh();
    else pretend();
  }

  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = getComputedStyle(tab).direction === "rtl" ? -1 : 1;
      const to = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = tabs[(to + tabs.length) % tabs.length];
      next.focus();
      choose(next);
    });
  });
  new ResizeObserver(fit).observe(place);

  frame.addEventListener("load", () => {
    pretend();
    frame.contentDocument.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && !(link.getAttribute("href") || "").startsWith("#")) event.preventDefault();
    });
    frame.contentDocument.addEventListener("scroll", () => follow("preview"), { passive: true });
  });
  form.addEventListener("input", soon);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", pretend);
  choose(tabs[0]);

  // --- Source and preview scroll together: heading by heading, evenly between them. ---
  const scroller = () => (text.parleyEditor ? text.parleyEditor.scrollDOM : text);

  function anchors() {
    const inner = frame.contentDocument;
    const editor = text.parleyEditor;
    const most = (box) => Math.max(0, box.scrollHeight - box.clientHeight);
    const page = inner.scrollingElement;
    const pairs = [[0, 0]];
    const headings = [...inner.querySelectorAll(".post-body :is(h2, h3, h4, h5, h6)")].filter((one) => !one.closest("li"));
    if (editor) {
      const marks = [];
      let fenced = false;
      for (let number = 1; number <= editor.state.doc.lines; number += 1) {
        const line = editor.state.doc.line(number);
        if (/^(```|~~~)/.test(line.text)) fenced = !fenced;
        if (!fenced && /^#{1,6}\s+\S/.test(line.text)) marks.push(editor.lineBlockAt(line.from).top);
      }
      if (marks.length === headings.length) {
        headings.forEach((one, at) => pairs.push([marks[at], one.getBoundingClientRect().top + page.scrollTop]));
      }
    }
    const end = [most(scroller()), most(page)];
    return [...pairs.filter(([a, b], at) => at === 0 || (a < end[0] && b < end[1])), end];
  }

  function between(value, pairs, from, to) {
    for (let at = 1; at < pairs.length; at += 1) {
      const [low, high] = [pairs[at - 1], pairs[at]];
      if (value > high[from] && at < pairs.length - 1) continue;
      const span = high[from] - low[from];
      const share = span > 0 ? Math.min(1, Math.max(0, (value - low[from]) / span)) : 0;
      return low[to] + share * (high[to] - low[to]);
    }
    return 0;
  }

  const put = { source: NaN, preview: NaN }; // where each side was put by the other: its scroll event is only the echo
  function follow(side) {
    const page = frame.contentDocument && frame.contentDocument.scrollingElement;
    if (!page || serverView()) return;
    const boxes = { source: scroller(), preview: page };
    if (Math.abs(boxes[side].scrollTop - put[side]) < 2) return;
    put[side] = NaN;
    const [other, from, to] = side === "source" ? ["preview", 0, 1] : ["source", 1, 0];
    boxes[other].scrollTop = between(boxes[side].scrollTop, anchors(), from, to);
    put[other] = boxes[other].scrollTop;
  }
  requestAnimationFrame(() => scroller().addEventListener("scroll", () => follow("source"), { passive: true }));
})();
