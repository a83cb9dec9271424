// A draft that several people write: saves while typing, merges what others saved, keeps everything without a network.
// The page also works without this file: sent as a form, the same merge shows both texts.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const key = `miaopu:${form.dataset.draft}`;
  const note = document.querySelector("[data-save-state]");
  const loaded = form.elements.loaded;
  const read = () => { try { return JSON.parse(loaded.value); } catch { return {}; } };
  let timer = null, saving = false, again = false, quiet = false;

  const say = (which, text = "") => {
    note.textContent = `${note.dataset[which] || ""} ${text}`.trim();
    note.classList.toggle("is-waiting", ["offline", "clash", "failed"].includes(which));
  };

  // Units: a field by its name, a row as table.uid (its place may differ between two pages).
  const rowOf = (input) => input.closest("tr[data-row]");
  const uidOf = (row) => { const input = row && row.querySelector('input[type=hidden][name$=".uid"]'); return input ? input.value : ""; };
  const unitOf = (input) => {
    const row = rowOf(input);
    return row ? `${input.name.split(".")[0]}.${uidOf(row)}` : input.name;
  };
  const cellOf = (input) => (rowOf(input) ? input.name.split(".").pop() : "");
  const typed = () => [...form.elements].filter((i) => i.name && i.type !== "hidden" && i.type !== "file" && !i.name.startsWith("take."));
  const inputsOf = (unit) => typed().filter((input) => unitOf(input) === unit);
  const valueOf = (input) => (input.type === "radio" || input.type === "checkbox" ? (input.checked ? input.value : "") : input.value);
  const put = (input, values) => {
    if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
    else input.value = values.length ? values[0] : "";
  };
  const content = () => {
    const found = {};
    for (const input of typed()) {
      const unit = unitOf(input), cell = cellOf(input);
      const at = (found[unit] = found[unit] || {});
      at[cell] = [...(at[cell] || []), ...(valueOf(input) === "" ? [] : [valueOf(input)])];
    }
    return found;
  };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  let known = content();  // what was last loaded or saved; what differs from it is this person's work
  const isEmpty = (cells) => Object.values(cells).every((texts) => !texts.length);
  const changed = () => {
    const now = content();
    return Object.keys(now).filter((unit) => !same(now[unit], known[unit]) && (known[unit] || !isEmpty(now[unit])));
  };

  // This device keeps what is not saved yet, with the tags of the page it was written on.
  const keep = () => {
    const now = content(), tags = read(), units = [...new Set([...changed(), ...clashing()])];
    const kept = Object.fromEntries(units.map((unit) => [unit, { cells: now[unit], tag: tags[unit] || "" }]));
    try { if (units.length) localStorage.setItem(key, JSON.stringify(kept)); else localStorage.removeItem(key); } catch { /* private mode: the page still holds it */ }
  };
  const kept = () => { try { return JSON.parse(localStorage.getItem(key) || "null"); } catch { return null; } };

  const nameRows = () => all('input[type=hidden][name$=".uid"]', form).forEach((input) => {
    if (!input.value) input.value = [...crypto.getRandomValues(new Uint8Array(6))].map((b) => b.toString(16).padStart(2, "0")).join("");
  });
  const settle = () => { quiet = true; typed().forEach((input) => { if (input.dataset.sum) input.dispatchEvent(new Event("input", { bubbles: true })); }); quiet = false; };
  const isBlank = (row) => all("input:not([type=hidden]), select, textarea", row).every((input) => !valueOf(input));
  const rowFor = (unit) => {
    const [name, uid] = unit.split(".");
    const rows = all(`[data-rows="${name}"] tr[data-row]`, form);
    let row = rows.find((one) => uidOf(one) === uid) || rows.find((one) => isBlank(one) && !(`${name}.${uidOf(one)}` in read()));
    if (!row) {
      form.querySelector(`[data-add-row="${name}"]`).click();
      row = all(`[data-rows="${name}"] tr[data-row]`, form).pop();
    }
    row.querySelector('input[type=hidden][name$=".uid"]').value = uid;
    return row;
  };
  const fill = (unit, cells) => {
    const inputs = unit.includes(".") ? typed().filter((i) => rowOf(i) === rowFor(unit)) : inputsOf(unit);
    inputs.forEach((input) => put(input, cells[cellOf(input)] || []));
  };

  // Where two people wrote the same
  const clashing = () => all("[data-clash-of]", form).filter((p) => !p.hidden).map((p) => p.dataset.clashOf);
  const panelOf = (unit) => all("[data-clash-of]", form).find((panel) => panel.dataset.clashOf === unit);
  const close = (unit) => { const panel = panelOf(unit); if (panel) (panel.closest(".clash-row") || panel).remove(); };
  const open = (clash) => {
    let panel = panelOf(clash.unit);
    const input = inputsOf(clash.unit)[0];
    if (!panel && input) {
      panel = document.getElementById("clash-panel").content.firstElementChild.cloneNode(true);
      panel.dataset.clashOf = clash.unit;
      const row = rowOf(input);
      if (row) {
        const line = document.createElement("tr"), cell = document.createElement("td");
        line.className = "clash-row";
        cell.colSpan = row.cells.length;
        cell.append(panel);
        line.append(cell);
        row.after(line);
      } else input.closest(".field").append(panel);
    }
    if (!panel) return;
    panel.hidden = false;
    panel.querySelector("[data-theirs]").textContent = clash.text || "—";
    all("input", panel).forEach((radio) => {
      const choice = radio.value.split(":")[0], value = `${choice}:${clash.tag}`;
      if (radio.value !== value) radio.checked = false;
      radio.name = `take.${clash.unit}`;
      radio.value = value;
      if (choice === "both") radio.closest("label").hidden = !clash.may_join;
    });
  };

  const body = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return new URLSearchParams(data).toString();
  };
  const take = (told, sent) => {
    const now = content(), tags = read();
    const touched = (unit) => !same(now[unit], sent[unit]);
    for (const [unit, cells] of Object.entries(told.fresh)) if (!touched(unit)) fill(unit, unit.includes(".") ? cells : { "": cells });
    for (const unit of told.gone) if (!touched(unit) && inputsOf(unit).length) { fill(unit, {}); delete tags[unit]; }
    for (const [unit, tag] of Object.entries(told.loaded)) if (!(unit in told.fresh && touched(unit))) tags[unit] = tag;
    for (const unit of Object.keys(tags)) if (!(unit in told.loaded) && !(unit in told.clashes) && !(unit in told.problems) && unit.includes(".") && !touched(unit)) delete tags[unit];
    loaded.value = JSON.stringify(tags);
    clashing().filter((unit) => !(unit in told.clashes)).forEach(close);
    Object.values(told.clashes).forEach(open);
    known = { ...sent };
    const after = content();
    for (const unit of [...Object.keys(told.fresh), ...told.gone]) if (!touched(unit)) known[unit] = after[unit];
    for (const unit of [...Object.keys(told.problems), ...Object.keys(told.clashes)]) delete known[unit];
    settle();
    unfold();
    const formNote = document.querySelector("[data-form-changed]");
    if (formNote) {
      formNote.hidden = told.form === formNote.dataset.formChanged;
      formNote.querySelector("b").textContent = told.form;
    }
  };
  // The budget against its rules, as the server works it out from what is saved now.
  const checkBudget = async () => {
    const place = document.querySelector("[data-budget]");
    if (!place) return;
    try {
      const answer = await fetch(place.dataset.budget);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-budget]");
      if (answer.ok && page) place.replaceChildren(...page.childNodes);
    } catch { /* without a network the last figures stay */ }
  };
  // Returns how it went: saved, clash, partly, failed, offline, busy.
  const save = async () => {
    clearTimeout(timer);
    if (saving) { again = true; return "busy"; }
    saving = true;
    nameRows();
    const sent = content();
    say("saving");
    try {
      const text = body(), keepalive = document.visibilityState === "hidden" && text.length < 60000;
      const answer = await fetch(form.dataset.draft, { method: "POST", body: text, keepalive, headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" } });
      if (!answer.ok) { keep(); say("failed"); return "failed"; }
      const told = await answer.json();
      take(told, sent);
      keep();
      checkBudget();
      const wrong = Object.values(told.problems);
      if (Object.keys(told.clashes).length) { say("clash"); return "clash"; }
      if (wrong.length) { say("partly", wrong[0]); return "partly"; }
      say(Object.keys(told.fresh).length ? "fresh" : "saved", told.saved_at);
      return "saved";
    } catch {
      keep();
      say("offline");
      timer = setTimeout(save, 20000);
      return "offline";
    } finally {
      saving = false;
      if (again) { again = false; later(); }
    }
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(save, 1500); };

  form.addEventListener("input", (event) => {
    if (quiet) return;
    if (event.target.name && event.target.name.startsWith("take.")) { save(); return; }
    later();
  });
  form.addEventListener("click", (event) => { if (event.target.closest("[data-add-row]")) setTimeout(nameRows); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    while (saving) await new Promise((resolve) => { setTimeout(resolve, 50); });
    const outcome = await save();
    if (outcome === "saved") location.assign(form.dataset.next);
    if (outcome === "clash") form.querySelector("[data-clash-of]:not([hidden]) input").focus();
    // Something is wrong with a field: the server's page says what, beside it.
    if (outcome === "partly" || outcome === "failed") form.submit();
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && changed().length) { keep(); save(); } });
  window.addEventListener("online", () => { if (kept()) save(); });

  // Questions that depend on an answer of the same page; what is hidden keeps what was typed and is sent too.
  const conditional = all("[data-when]", form).filter((box) => box.dataset.when);
  const unfold = () => conditional.forEach((box) => {
    const given = inputsOf(box.dataset.when).filter((input) => !input.closest("[hidden]")).map(valueOf);
    box.hidden = !JSON.parse(box.dataset.whenIs).some((answer) => given.includes(answer));
  });
  form.addEventListener("input", unfold);
  unfold();

  nameRows();
  const earlier = kept();
  if (earlier) {
    const tags = read();
    for (const [unit, { cells, tag }] of Object.entries(earlier)) {
      if (!unit.includes(".") && !inputsOf(unit).length) continue;
      fill(unit, cells);
      if (tag) tags[unit] = tag; else delete tags[unit];
    }
    loaded.value = JSON.stringify(tags);
    settle();
    save();
  }
})();
