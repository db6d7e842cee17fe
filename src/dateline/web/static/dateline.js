// What the page does beyond its addresses. Everything here has a way without it.
"use strict";

// In a document: a sentence and what was read from it light up together.
function pair(root) {
  const lit = (key, on) => {
    for (const mark of root.querySelectorAll("mark[data-keys]")) {
      if (mark.dataset.keys.split(" ").includes(key)) mark.classList.toggle("lit", on);
    }
  };
  for (const item of root.querySelectorAll(".statements > li[data-key]")) {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      item.addEventListener(name, () => lit(item.dataset.key, on));
    }
  }
}

// An address says only what is asked: empty fields are left out.
document.addEventListener("htmx:configRequest", (event) => {
  const asked = event.detail.formData;
  for (const [name, value] of [...asked.entries()]) {
    if (value === "") asked.delete(name);
  }
});

document.addEventListener("DOMContentLoaded", () => pair(document));
