// Rich text becomes Markdown: window.Turndown. Built as README.md beside this folder says.
export { default as TurndownService } from "turndown";
export { tables, strikethrough } from "@joplin/turndown-plugin-gfm";
