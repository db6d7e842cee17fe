// The review by keyboard. Keys count only where an event of the list has the focus, and never in a
// field; each presses a button or follows a link that is there without them too.
"use strict";

function items() {
  return [...document.querySelectorAll("[data-review]")];
}

function go(item) {
  if (item) {
    item.focus();
    item.scrollIntoView({ block: "nearest" });
  }
}

function press(root, selector) {
  const found = root.querySelector(selector);
  if (found) found.click();
}

document.addEventListener("keydown", (event) => {
  const item = event.target.closest ? event.target.closest("[data-review]") : null;
  const typing = event.target.closest("input, select, textarea");
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing) {
    if (event.key === "Escape") item.focus();
    return;
  }
  const all = items();
  const does = {
    j: () => go(all[all.indexOf(item) + 1]),
    k: () => go(all[all.indexOf(item) - 1]),
    a: () => press(item, "button[data-does=a]"),
    r: () => press(item, "button[data-does=r]"),
    o: () => press(item, "[data-open]"),
    u: () => press(document, "[data-undo]"),
    c: () => {
      const more = item.querySelector("[data-more]");
      if (more) {
        more.open = true;
        more.querySelector("[data-does=c]").focus();
      }
    },
  }[event.key];
  if (does) {
    event.preventDefault();
    does();
  }
});

document.addEventListener("DOMContentLoaded", () => go(items()[0]));
