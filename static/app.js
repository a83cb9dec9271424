// Makes pages quicker and kinder; every page also works without this file.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const number = (text) => Number(String(text).replace(/[,，\s元]/g, "")) || 0;

  // Controls that only work with a script are hidden until this runs.
  const reveal = (root) => all("[data-add-row], [data-total], [data-take], [data-print], [data-back], [data-pick-all], [data-set], [data-scheme-total]", root)
    .forEach((element) => { element.hidden = false; element.disabled = false; });

  // Menu, drop-downs
  const toggleMenu = (button) => {
    const menu = document.getElementById(button.dataset.menu);
    const open = menu.classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(open));
  };
  const closeDropdowns = (except) => all("details[data-dropdown][open]").forEach((d) => { if (d !== except) d.open = false; });

  // Confirm with the page's one dialog; falls back to sending.
  const confirmed = new WeakSet();
  const ask = (text) => new Promise((resolve) => {
    const dialog = document.getElementById("confirm");
    if (!dialog || !dialog.showModal) { resolve(true); return; }
    dialog.querySelector("p").textContent = text;
    const done = (answer) => { dialog.onclick = dialog.oncancel = null; dialog.close(); resolve(answer); };
    dialog.onclick = (event) => { if (event.target.value === "yes") done(true); else if (event.target.value === "no") done(false); };
    dialog.oncancel = (event) => { event.preventDefault(); done(false); };
    dialog.showModal();
  });

  // Repeated rows
  const addRow = (name) => {
    const body = document.querySelector(`[data-rows="${name}"] tbody`);
    const last = all("tr[data-row]", body).pop();
    const from = Number(last.dataset.row);
    const shown = Number(last.cells[0].textContent);
    const row = last.cloneNode(true);
    row.dataset.row = from + 1;
    row.cells[0].textContent = shown + 1;
    all(".error", row).forEach((e) => e.remove());
    all("input, select, textarea", row).forEach((input) => {
      input.name = input.name.replace(`${name}.${from}.`, `${name}.${from + 1}.`);
      input.id = `f-${input.name.replaceAll(".", "-")}`;
      input.setAttribute("aria-label", (input.getAttribute("aria-label") || "").replace(String(shown), String(shown + 1)));
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
      if (input.tagName === "SELECT") input.selectedIndex = 0;
      else if (input.type === "checkbox") input.checked = false;
      else { input.value = ""; input.removeAttribute("value"); }
    });
    body.append(row);
    row.querySelector("input, select, textarea").focus();
  };
  const money = (amount) => amount.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const sum = (name) => {
    const output = document.querySelector(`[data-total="${name}"] output`);
    if (output) output.textContent = money(all(`[data-sum="${name}"]`).reduce((cents, input) => cents + Math.round(number(input.value) * 100), 0) / 100);
  };

  // Score sheets: the total while scoring
  const total = (form) => {
    const output = form.querySelector("[data-scheme-total] output");
    if (!output) return;
    const marks = all("[data-mark]", form).filter((i) => i.type !== "radio" || i.checked);
    output.textContent = String(Math.round(marks.reduce((t, i) => t + number(i.value), 0) * 100) / 100);
  };

  // Autosave: after 1.5 s of rest; without a network the form is kept on this device and sent later.
  const timers = new WeakMap();
  const keyOf = (form) => `miaopu:${form.dataset.autosave}`;
  const sentKey = (form) => `${keyOf(form)}#sent`;
  const note = (form) => form.querySelector("[data-save-state]") || document.querySelector("[data-save-state]");
  const say = (form, which, text = "") => {
    const element = note(form);
    if (!element) return;
    element.textContent = `${element.dataset[which] || ""} ${text}`.trim();
    element.classList.toggle("is-waiting", which === "offline" || which === "stale" || which === "failed");
    all("[data-compare]", form).forEach((button) => { button.hidden = which !== "stale"; });
  };
  const keep = (form, body) => { try { localStorage.setItem(keyOf(form), body); } catch { /* private mode: the page still holds it */ } };
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const wishKey = (form) => `${keyOf(form)}#submit`;
  const forget = (form) => { try { localStorage.removeItem(keyOf(form)); localStorage.removeItem(sentKey(form)); localStorage.removeItem(wishKey(form)); } catch { /* nothing was kept */ } };
  const forgetAll = () => { try { Object.keys(localStorage).filter((k) => k.startsWith("miaopu:")).forEach((k) => localStorage.removeItem(k)); } catch { /* nothing was kept */ } };
  const written = (form) => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return new URLSearchParams(data).toString();
  };
  // One request: its answer when it was taken, null when it was refused and the form says why. No answer throws.
  const post = async (form, body) => {
    if (!navigator.onLine) throw new Error("nothing can have gone out");
    try { localStorage.setItem(sentKey(form), body); } catch { /* private mode: a lost answer may look like a conflict */ }
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" } });
    if (answer.status >= 502) throw new Error("no server behind the proxy");
    try { localStorage.removeItem(sentKey(form)); } catch { /* nothing was kept */ }
    if (!answer.ok) { keep(form, body); say(form, answer.status === 409 ? "stale" : "failed"); return null; }
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (told.version !== undefined) all('input[name="version"]', form).forEach((i) => { i.value = told.version; });
    return told;
  };
  const busy = new WeakSet();
  const save = async (form) => {
    clearTimeout(timers.get(form));
    if (busy.has(form)) { later(form); return; }
    busy.add(form);
    const body = written(form);
    keep(form, body);
    say(form, "saving");
    try {
      // What went out without an answer may have arrived: it is said again word for word, which saves it once, and only
      // then what was typed since, on top of it.
      const unanswered = recall(sentKey(form));
      if (unanswered && unanswered !== body && !(await post(form, unanswered))) return;
      const told = await post(form, written(form));
      if (!told) return;
      const wish = recall(wishKey(form));
      forget(form);
      if (wish) { handIn(form, wish); return; }
      say(form, "saved", told.saved_at || new Date().toLocaleTimeString("zh-CN"));
    } catch {
      keep(form, written(form));
      say(form, "offline");
      timers.set(form, setTimeout(() => save(form), 20000));
    } finally {
      busy.delete(form);
    }
  };
  // Whoever pressed a button without a network has said so: once everything is saved, it is pressed for them, once.
  const handIn = (form, wish) => {
    const button = form.querySelector(`button[name="do"][value="${CSS.escape(wish)}"]`);
    if (!button) return;
    confirmed.add(form);
    form.requestSubmit(button);
  };
  const later = (form) => { clearTimeout(timers.get(form)); timers.set(form, setTimeout(() => save(form), 1500)); };

  // What an earlier visit could not send comes back into the form; a newer version on the server is for the reader to judge.
  const restore = (form) => {
    const kept = recall(keyOf(form));
    if (!kept) return;
    const values = new URLSearchParams(kept);
    [...form.elements].forEach((input) => {
      if (!input.name || input.type === "hidden" || input.type === "file") return;
      const theirs = values.getAll(input.name);
      if (input.type === "radio" || input.type === "checkbox") input.checked = theirs.includes(input.value);
      else if (theirs.length) input.value = theirs[0];
    });
    // It goes on from the version that it was typed on, so that the server tells when something else was saved meanwhile.
    if (values.get("version") !== null && form.elements.version) form.elements.version.value = values.get("version");
    save(form);
  };

  // A table that is wider than its place can be scrolled with the keyboard too.
  const reach = (wrap) => {
    const scrolls = wrap.scrollWidth > wrap.clientWidth;
    if (scrolls && !wrap.hasAttribute("tabindex")) { wrap.tabIndex = 0; wrap.dataset.scrolls = ""; }
    if (!scrolls && "scrolls" in wrap.dataset) { wrap.removeAttribute("tabindex"); delete wrap.dataset.scrolls; }
  };
  const widths = window.ResizeObserver && new ResizeObserver((entries) => entries.forEach((entry) => reach(entry.target)));

  const prepare = (root = document) => {
    if (widths) all(".table-wrap", root).forEach((wrap) => widths.observe(wrap));
    reveal(root);
    all("[data-total]", root).forEach((element) => sum(element.dataset.total));
    all("form", root).forEach(total);
    all("[data-focus]", root).forEach((element) => element.focus());
    all("form[data-autosave]", root).forEach(restore);
  };

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    closeDropdowns(at("details[data-dropdown]"));
    let element;
    if ((element = at("[data-menu]"))) { event.preventDefault(); toggleMenu(element); }
    if ((element = at("[data-add-row]"))) addRow(element.dataset.addRow);
    if ((element = at("[data-compare]"))) element.form.requestSubmit(element.form.querySelector('button[name="do"][value="save"]'));
    if (at("[data-print]")) window.print();
    if (at("[data-back]")) history.back();
    if ((element = at("[data-take]"))) {
      const input = document.getElementById(element.dataset.take);
      const values = element.dataset.value;
      if (input.type === "radio" || input.type === "checkbox") all(`[name="${input.name}"]`).forEach((i) => { i.checked = i.value === values; });
      else input.value = values;
      input.focus();
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if ((element = at("[data-set]"))) {
      const input = document.getElementById(element.dataset.set);
      input.value = element.dataset.value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const question = (event.submitter && event.submitter.dataset.confirm) || form.dataset.confirm;
    if (question && !confirmed.has(form)) {
      event.preventDefault();
      if (await ask(question)) { confirmed.add(form); form.requestSubmit(event.submitter || undefined); }
      return;
    }
    if (form.dataset.autosave && !navigator.onLine) {
      event.preventDefault();
      confirmed.delete(form);
      if (event.submitter && event.submitter.name === "do" && event.submitter.value !== "save") {
        try { localStorage.setItem(wishKey(form), event.submitter.value); } catch { /* the button is still there */ }
      }
      save(form);
      return;
    }
    if (form.dataset.autosave) { clearTimeout(timers.get(form)); forget(form); }
    if (form.action.endsWith("/sign-out")) forgetAll();
    confirmed.delete(form);
    if (form.method === "post") setTimeout(() => all("button:not([type=button])", form).forEach((b) => { b.setAttribute("aria-disabled", "true"); setTimeout(() => b.removeAttribute("aria-disabled"), 8000); }), 0);
  });
  // A second press while the first is under way is dropped; coming back with the browser's arrow frees the buttons.
  document.addEventListener("click", (event) => { if (event.target.closest('form [aria-disabled="true"]')) event.preventDefault(); }, true);
  window.addEventListener("pageshow", () => all('form [aria-disabled="true"]').forEach((b) => b.removeAttribute("aria-disabled")));

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (input.dataset.sum) sum(input.dataset.sum);
    if (input.dataset.length) {
      const counter = document.getElementById(input.dataset.length);
      counter.dataset.base = counter.dataset.base || counter.textContent;
      counter.textContent = `${counter.dataset.base} · ${input.value.length} / ${input.maxLength}`;
    }
    const form = input.form;
    if (!form) return;
    if (input.dataset.mark !== undefined) total(form);
    if (input.closest("[data-pick-all]")) all('input[name="row"]', form).forEach((box) => { box.checked = input.checked; });
    if (form.dataset.autosave) later(form);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details[data-dropdown][open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    }
    // data-key="n": pressing n follows the link, presses the button or goes to the field.
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio]), textarea, select, dialog")) return;
    const target = all("[data-key]").find((element) => element.dataset.key === event.key && !element.hidden);
    if (!target) return;
    event.preventDefault();
    if (target.matches("a, button, summary")) target.click(); else target.focus();
  });
  window.addEventListener("online", () => all("form[data-autosave]").forEach((form) => {
    if (recall(keyOf(form))) save(form);
  }));
  document.addEventListener("htmx:after:swap", (event) => prepare(event.target instanceof Element ? event.target : document));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => prepare()); else prepare();
})();
