/* Names are suggested while they are typed, and covers searched for. Every field works without this file. */
"use strict";

(() => {
  const WAIT = 200; // milliseconds after the last key

  function asked(element, typed) {
    const url = new URL(element.dataset.suggest, location.href);
    url.searchParams.set("q", typed);
    return fetch(url).then((answer) => (answer.ok ? answer.json() : {}));
  }

  function whenTyped(input, act) {
    let timer = 0;
    let last = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const mine = (last += 1);
        try {
          await act(() => mine === last);
        } catch {
          // Nothing is suggested then: what is typed counts.
        }
      }, WAIT);
    };
    input.addEventListener("input", soon);
    input.addEventListener("focus", soon);
  }

  // --- Names: in a line with commas between them, the last one is looked for. ---
  for (const input of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("datalist");
    list.id = `${input.id}_suggested`;
    input.after(list);
    input.setAttribute("list", list.id);
    input.autocomplete = "off";
    whenTyped(input, async (isNewest) => {
      const cut = "many" in input.dataset ? input.value.lastIndexOf(",") + 1 : 0;
      const before = input.value.slice(0, cut);
      const { names = [] } = await asked(input, input.value.slice(cut).trim());
      if (!isNewest()) return;
      const said = new Set(before.split(",").map((name) => name.trim().toLowerCase()));
      const fresh = names.filter((name) => !said.has(name.toLowerCase()));
      list.replaceChildren(...fresh.map((name) => new Option("", before ? `${before} ${name}` : name)));
    });
  }

  // --- Covers: what is chosen stays in sight, the others are those that were searched for. ---
  for (const place of document.querySelectorAll(".cover-choice")) {
    const search = place.querySelector("[type=search]");
    const status = place.querySelector("[role=status]");
    const images = place.querySelector(".cover-images");
    place.querySelector(".cover-search").hidden = false;

    const option = (image) => {
      const label = document.createElement("label");
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: place.dataset.name });
      radio.value = image.address;
      const picture = Object.assign(new Image(360, 270), { className: "thumbnail", alt: "", src: image.picture });
      const words = Object.assign(document.createElement("span"), { dir: "auto", textContent: image.words });
      label.append(radio, " ", picture, " ", words);
      return label;
    };

    whenTyped(search, async (isNewest) => {
      const found = await asked(place, search.value.trim());
      if (!isNewest() || !found.images) return;
      const kept = [...images.children].filter((label, at) => at === 0 || label.querySelector("input").checked);
      const there = new Set(kept.map((label) => label.querySelector("input").value));
      images.replaceChildren(...kept, ...found.images.filter((image) => !there.has(image.address)).map(option));
      status.textContent = found.images.length ? "" : status.dataset.none;
    });
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // the form around is the post's
    });
  }
})();
