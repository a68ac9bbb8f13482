// What of CodeMirror the editor uses, as one script: window.CodeMirror. Built as README.md beside this folder says.
export { EditorSelection, EditorState } from "@codemirror/state";
export { EditorView, keymap, drawSelection, highlightSpecialChars, placeholder } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, undo, redo } from "@codemirror/commands";
export { syntaxHighlighting, HighlightStyle } from "@codemirror/language";
export { markdown, markdownLanguage, markdownKeymap } from "@codemirror/lang-markdown";
export { search, searchKeymap } from "@codemirror/search";
export { tags } from "@lezer/highlight";
