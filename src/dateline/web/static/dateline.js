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

// The days on which reports came out, to slide through: the address says which is looked at.
function slide() {
  const range = document.querySelector("#asof input[type=range]");
  if (!range || range.dataset.ready) return;
  range.dataset.ready = "yes";
  const days = range.dataset.days.split(" ");
  const chosen = range.parentElement.querySelector(".chosen");
  const told = () => days[range.valueAsNumber] ?? "all reports";
  range.hidden = chosen.hidden = false;
  chosen.value = range.getAttribute("aria-valuetext");
  range.addEventListener("input", () => {
    chosen.value = told();
    range.setAttribute("aria-valuetext", told());
  });
  range.addEventListener("change", () => {
    const there = new URL(window.location.href);
    const day = days[range.valueAsNumber];
    if (day) there.searchParams.set("as_of", day);
    else there.searchParams.delete("as_of");
    there.searchParams.delete("page");
    window.location.assign(there);
  });
}

// Light, dark, or as the system has it: a cookie tells the server, so that no page flashes.
function colours() {
  const group = document.querySelector(".theme");
  const buttons = [...group.querySelectorAll("button")];
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const theme = event.target.closest("button")?.value;
    if (!theme) return;
    const secure = window.location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${group.dataset.cookie}=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
    document.documentElement.dataset.theme = theme;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === theme));
  });
}

// On a narrow screen the views are a row to push along: the one that is looked at is in sight.
function sight() {
  const nav = document.querySelector(".top nav");
  const here = nav?.querySelector("[aria-current]");
  if (here) nav.scrollLeft = here.offsetLeft + here.offsetWidth / 2 - nav.offsetLeft - nav.clientWidth / 2;
}

document.addEventListener("htmx:afterSettle", slide);
document.addEventListener("DOMContentLoaded", () => {
  pair(document);
  slide();
  colours();
  sight();
});
