// What is wrong with the page as it is drawn now: one sentence per fault, the same for every page.
({ width, target }) => {
  const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const name = (element) => element.outerHTML.slice(0, 140);
  const faults = [];

  if (document.documentElement.scrollWidth > width) {
    const wide = all("body *").filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".table-wrap, .visually-hidden"));
    faults.push(`wider than ${width}: ${wide.slice(0, 3).map(name)}`);
  }

  // A link inside a running sentence is as high as its line; everything else is as large as a finger.
  const isProse = (e) => e.matches("a") && getComputedStyle(e).display === "inline" && [...e.parentElement.childNodes].some((n) => n !== e && n.textContent.trim());
  const controls = all("a[href], button, input, select, textarea, summary").filter((e) => !e.matches(".skip"));
  for (const control of controls.filter((e) => !isProse(e))) {
    const box = (control.matches("[type=checkbox], [type=radio]") && control.closest("label") || control).getBoundingClientRect();
    if (box.width < target - .5 || box.height < target - .5) faults.push(`${Math.round(box.width)}x${Math.round(box.height)} px is too small: ${name(control)}`);
  }

  // Each stop of the keyboard can be reached in its order, and is seen.
  for (const control of controls.filter((e) => !e.disabled)) {
    control.focus({ preventScroll: true });
    const style = getComputedStyle(control);
    const isSeen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    if (control.tabIndex !== 0 || document.activeElement !== control || !isSeen) faults.push(`the keyboard loses its way at ${name(control)}`);
  }
  document.activeElement.blur();
  return faults;
}
