/* What is pasted, read: rich text as Markdown, and addresses that become cards. Asked by source.js. */
"use strict";

(() => {
  const isAddress = (text) => /^https?:\/\/\S+$/.test(text.trim());

  /* Of a video or a post elsewhere, which alone in a paragraph becomes a card (blog/markup/embeds.py decides). */
  const isCard = (text) =>
    /^https:\/\/(?:(?:www\.|m\.)?(?:youtube\.com\/(?:watch\?|shorts\/|live\/)|youtu\.be\/\w|vimeo\.com\/\d|(?:x|twitter)\.com\/\w+\/status\/\d)|bsky\.app\/profile\/[^/]+\/post\/|[^/\s]+\/(?:w|videos\/watch)\/[\w-]{20,40}$|[^/\s]+\/@[\w.@-]+\/\d{8,})/.test(
      text.trim(),
    );

  /* Without what the page's policy forbids even in a text that is only read: styles and handlers. What a style says of
     letters is kept as a mark, since Google Docs says it in no other way. */
  function calm(html) {
    const marks = (style) =>
      [
        [/font-weight:\s*(?:bold|[6-9]00)/i, "bold"],
        [/font-weight:\s*(?:normal|400)/i, "plain"],
        [/font-style:\s*italic/i, "italic"],
      ]
        .filter(([asked]) => asked.test(style))
        .map(([, mark]) => mark)
        .join(" ");
    return html.replace(/<[a-z][^>]*>/gi, (tag) =>
      tag
        .replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, (_whole, style) => ` data-look="${marks(style)}"`)
        .replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""),
    );
  }

  const looks = (node, mark) => (node.getAttribute("data-look") || "").split(" ").includes(mark);

  function fromRich(html) {
    const service = new window.Turndown.TurndownService({
      headingStyle: "atx",
      codeBlockStyle: "fenced",
      bulletListMarker: "-",
      emDelimiter: "*",
    });
    service.use([window.Turndown.tables, window.Turndown.strikethrough]);
    service.remove(["script", "style", "iframe", "object", "form", "button"]);
    // A stranger's picture is no part of this blog: what it shows is kept as words, and its address as a link.
    service.addRule("pictures", {
      filter: "img",
      replacement: (_content, node) => {
        const address = node.getAttribute("src") || "";
        return isAddress(address) ? `[${node.getAttribute("alt") || address}](${address})` : node.getAttribute("alt") || "";
      },
    });
    service.addRule("looks", {
      filter: (node) => node.nodeName === "SPAN" && (looks(node, "bold") || looks(node, "italic")),
      replacement: (content, node) => {
        const mark = (looks(node, "bold") ? "**" : "") + (looks(node, "italic") ? "*" : "");
        const [, before, words, after] = content.match(/^(\s*)([^]*?)(\s*)$/);
        return words ? before + mark + words + [...mark].reverse().join("") + after : content;
      },
    });
    service.addRule("no-weight", {
      filter: (node) => ["B", "STRONG"].includes(node.nodeName) && looks(node, "plain"), // around all of a Google Doc
      replacement: (content) => content,
    });
    return service.turndown(calm(html)).replace(/^(\s*)-   /gm, "$1- ").trim();
  }

  window.parleyPasting = { fromRich, isAddress, isCard };
})();
