/* What is pasted, read: rich text as Markdown, and addresses that become cards. Asked by source.js. */
"use strict";

(() => {
  const isAddress = (text) => /^https?:\/\/\S+$/.test(text.trim());

  /* Of a video or a post elsewhere, which alone in a paragraph becomes a card (blog/markup/embeds.py decides). */
  const isCard = (text) =>
    /^https:\/\/(?:(?:www\.|m\.)?(?:youtube\.com\/(?:watch\?|shorts\/|live\/)|youtu\.be\/\w|vimeo\.com\/\d|(?:x|twitter)\.com\/\w+\/status\/\d)|bsky\.app\/profile\/[^/]+\/post\/|[^/\s]+\/(?:w|videos\/watch)\/[\w-]{20,40}$|[^/\s]+\/@[\w.@-]+\/\d{8,})/.test(
      text.trim(),
    );

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
    return service.turndown(html).replace(/^(\s*)-   /gm, "$1- ").trim();
  }

  window.parleyPasting = { fromRich, isAddress, isCard };
})();
