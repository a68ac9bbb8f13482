/* The source of a text, in colours: CodeMirror in the place of the textarea, which stays the form's field and has the
   text at every moment. The toolbar, its shortcuts, and what becomes of what is pasted. Without this file the textarea is
   there as it is. */
"use strict";

(() => {
  const field = document.querySelector("textarea.source[name=body]");
  const bar = document.querySelector("[data-toolbar]");
  if (!field || !bar || !window.CodeMirror || !Element.prototype.attachShadow) return;
  const { EditorSelection, EditorState, EditorView, HighlightStyle, syntaxHighlighting, tags } = window.CodeMirror;
  const { history, drawSelection, markdown, markdownLanguage, search, keymap } = window.CodeMirror;
  const { historyKeymap, defaultKeymap, markdownKeymap, searchKeymap } = window.CodeMirror;
  const { fromRich, isAddress, isCard } = window.parleyPasting;

  // --- How it looks: in the desk's colours, which reach into the shadow root as custom properties. ---
  const colours = HighlightStyle.define([
    { tag: tags.heading, fontWeight: "600", color: "var(--ink)" },
    { tag: tags.strong, fontWeight: "600" },
    { tag: tags.emphasis, fontStyle: "italic" },
    { tag: tags.strikethrough, textDecoration: "line-through" },
    { tag: [tags.link, tags.url], color: "var(--tint)" },
    { tag: [tags.monospace, tags.quote, tags.labelName], color: "var(--ink-soft)" },
    { tag: [tags.processingInstruction, tags.contentSeparator], color: "var(--ink-soft)" },
  ]);
  const theme = EditorView.theme({
    "&": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "4px" },
    "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
    ".cm-scroller": {
      fontFamily: 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
      lineHeight: "1.6",
      fontSize: "0.95rem",
      height: "clamp(18rem, 62vh, 46rem)",
      overflow: "auto",
    },
    ".cm-content": { padding: "0.75rem 0.25rem", caretColor: "var(--ink)" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: "color-mix(in srgb, var(--focus) 30%, transparent)",
    },
    ".cm-panels": { backgroundColor: "var(--paper-raised)", color: "var(--ink)" },
    ".cm-textfield, .cm-button": { backgroundColor: "var(--paper)", backgroundImage: "none", color: "var(--ink)" },
  });

  // --- What the buttons and keys write ---
  function around(view, before, after = before, inside = "") {
    const changes = view.state.changeByRange((range) => {
      const { from, to } = range;
      const text = view.state.sliceDoc(from, to);
      const outer = view.state.sliceDoc(Math.max(0, from - before.length), to + after.length);
      if (outer === before + text + after) {
        const start = from - before.length;
        return {
          changes: { from: start, to: to + after.length, insert: text },
          range: EditorSelection.range(start, start + text.length),
        };
      }
      const shown = text || inside;
      const start = from + before.length;
      return { changes: { from, to, insert: before + shown + after }, range: EditorSelection.range(start, start + shown.length) };
    });
    view.dispatch(changes, { scrollIntoView: true, userEvent: "input" });
    view.focus();
    return true;
  }

  /* Each line of the selection with a mark before it, or without, if all have it. */
  function lines(view, mark) {
    const { from, to } = view.state.selection.main;
    const first = view.state.doc.lineAt(from).number;
    const last = view.state.doc.lineAt(to).number;
    const found = [];
    for (let number = first; number <= last; number += 1) found.push(view.state.doc.line(number));
    const bare = /^(#{1,6} |> |[-*] |\d+\. )/;
    const isOn = found.every((line, at) => line.text.startsWith(mark(at)));
    const changes = found.map((line, at) => {
      const old = (line.text.match(bare) || [""])[0];
      return { from: line.from, to: line.from + old.length, insert: isOn ? "" : mark(at) };
    });
    view.dispatch({ changes, scrollIntoView: true, userEvent: "input" });
    view.focus();
    return true;
  }

  function block(view, text) {
    const { from, to } = view.state.selection.main;
    const before = view.state.sliceDoc(0, from);
    const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const insert = `${gap}${text}\n\n`;
    view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true });
    view.focus();
    return true;
  }

  function footnote(view) {
    const text = view.state.doc.toString();
    let number = 1;
    while (text.includes(`[^${number}]`)) number += 1;
    const { to } = view.state.selection.main;
    const end = `${text.endsWith("\n") ? "" : "\n"}\n[^${number}]: `;
    const anchor = text.length + `[^${number}]`.length + end.length;
    view.dispatch({
      changes: [
        { from: to, insert: `[^${number}]` },
        { from: text.length, insert: end },
      ],
      selection: { anchor },
      scrollIntoView: true,
    });
    view.focus();
    return true;
  }

  const words = bar.dataset;
  const ACTS = {
    bold: (view) => around(view, "**"),
    italic: (view) => around(view, "*"),
    code: (view) => around(view, "`"),
    heading: (view) => lines(view, () => "## "),
    quote: (view) => lines(view, () => "> "),
    list: (view) => lines(view, () => "- "),
    numbers: (view) => lines(view, (at) => `${at + 1}. `),
    link: (view) => around(view, "[", "](https://)", words.link),
    fence: (view) => block(view, `\`\`\`\n${view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to)}\n\`\`\``),
    table: (view) => block(view, `| ${words.column} | ${words.column} |\n| --- | --- |\n|  |  |`),
    footnote,
    more: (view) => block(view, "<!--more-->"),
    keys: () => help.showModal(),
  };
  const help = document.querySelector("[data-keys]");
  help.querySelector("[data-close]").addEventListener("click", () => help.close());
  help.addEventListener("close", () => field.parleyEditor.focus());
  const KEYS = { "Mod-b": "bold", "Mod-i": "italic", "Mod-k": "link", "Mod-e": "code", "Mod-Shift-h": "heading", "Mod-/": "keys" };
  const keys = Object.entries(KEYS).map(([key, act]) => ({ key, run: (view) => ACTS[act](view) || true, preventDefault: true }));

  // --- What is pasted or dropped ---
  function put(view, text) {
    view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true, userEvent: "input.paste" });
  }

  function pasted(event, view) {
    const data = event.clipboardData;
    if (!data) return false;
    if ([...data.files].some((file) => file.type.startsWith("image/"))) return given(event, data.files);
    const text = data.getData("text/plain");
    const { from, to } = view.state.selection.main;
    if (from !== to && isAddress(text)) {
      event.preventDefault();
      put(view, `[${view.state.sliceDoc(from, to)}](${text.trim()})`);
      return true;
    }
    if (from === to && isAddress(text)) {
      // An address by itself is pasted as it is, whatever title the other page gives it; a card's alone in its paragraph.
      event.preventDefault();
      const isEmpty = view.state.doc.lineAt(from).text.trim() === "";
      if (isEmpty && isCard(text)) block(view, text.trim());
      else put(view, text.trim());
      return true;
    }
    const html = data.getData("text/html");
    const isRich = /<(a|b|strong|i|em|h[1-6]|ul|ol|li|table|blockquote|pre|img)\b|font-(weight|style):/i.test(html);
    if (!isRich || !window.Turndown || /data-pm-slice|vscode-|cm-line/.test(html)) return false;
    const made = fromRich(html);
    if (!made) return false;
    event.preventDefault();
    put(view, made);
    return true;
  }

  function given(event, files) {
    const told = new CustomEvent("parley:files", { detail: files, cancelable: true });
    field.dispatchEvent(told);
    if (!told.defaultPrevented) return false;
    event.preventDefault();
    return true;
  }

  // --- The editor ---
  const label = document.querySelector(`label[for=${field.id}]`);
  const place = Object.assign(document.createElement("div"), { className: "source-place" });
  field.before(bar, place);
  const root = place.attachShadow({ mode: "open" });
  let quiet = false; // while the text comes from the field
  // Within the root: what describes must stand beside what is described.
  root.append(Object.assign(document.createElement("p"), { id: "source-help", hidden: true, textContent: words.help }));

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        history(),
        drawSelection(),
        search({ top: true }),
        markdown({ base: markdownLanguage }),
        syntaxHighlighting(colours),
        theme,
        EditorView.lineWrapping,
        EditorView.perLineTextDirection.of(true),
        EditorView.contentAttributes.of({
          "aria-label": label ? label.textContent.replace(/:$/, "") : "",
          "aria-describedby": "source-help",
          spellcheck: "true",
          autocorrect: "on",
          autocapitalize: "sentences",
        }),
        EditorView.domEventHandlers({ paste: pasted, drop: (event) => given(event, event.dataTransfer.files) }),
        keymap.of([...keys, ...markdownKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || quiet) return;
          field.value = update.state.doc.toString();
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    }),
  });
  field.hidden = true;
  field.parleyEditor = view;
  if (label) label.addEventListener("click", () => view.focus());
  field.addEventListener("change", () => {
    if (field.value === view.state.doc.toString()) return;
    quiet = true;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: field.value } });
    quiet = false;
  });
  field.addEventListener("parley:insert", (event) => {
    event.preventDefault();
    block(view, event.detail);
  });

  // --- The toolbar: one stop of the Tab key, arrows within it. ---
  const buttons = [...bar.querySelectorAll("button")];
  bar.hidden = false;
  buttons.forEach((button, at) => {
    button.tabIndex = at ? -1 : 0;
    button.addEventListener("click", () => ACTS[button.dataset.act](view));
  });
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const ltr = getComputedStyle(bar).direction === "ltr" ? 1 : -1;
    const to = { ArrowRight: at + ltr, ArrowLeft: at - ltr, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  });
})();
