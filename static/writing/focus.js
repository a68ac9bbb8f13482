/* What matters in an image, chosen by a click on it. Without this file, and with a keyboard, two numbers say the same. */
"use strict";

(() => {
  const place = document.querySelector(".focus-place");
  const across = document.querySelector("input[name=focus_x]");
  const down = document.querySelector("input[name=focus_y]");
  if (!place || !across || !down) return;

  const mark = document.createElement("span");
  mark.className = "focus-mark";
  mark.setAttribute("aria-hidden", "true");
  place.append(mark);
  place.classList.add("live");
  document.querySelector(".focus-told").hidden = false;

  const within = (value) => Math.min(100, Math.max(0, Math.round(value) || 0));

  function show() {
    mark.style.left = `${within(across.value)}%`;
    mark.style.top = `${within(down.value)}%`;
  }

  place.addEventListener("click", (event) => {
    const box = place.getBoundingClientRect();
    across.value = within(((event.clientX - box.left) / box.width) * 100);
    down.value = within(((event.clientY - box.top) / box.height) * 100);
    show();
  });
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  show();
})();
