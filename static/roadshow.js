// Roadshows: timers that keep going, a judge's page that follows what runs, the wall that is told of changes.
// Without this file the pages show the moment at which they were made, and refresh themselves.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const words = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  // A timer knows how many seconds had gone on the server when it was drawn; the rest is this page's own clock.
  const begun = new WeakMap();
  const tick = (timer) => {
    const { gone, talk, questions } = timer.dataset;
    if (!begun.has(timer) || begun.get(timer).gone !== gone) begun.set(timer, { gone, at: performance.now() });
    const now = Math.floor(Number(gone) + (performance.now() - begun.get(timer).at) / 1000);
    const whole = Number(talk) + Number(questions);
    const part = now < Number(talk) ? "talk" : now < whole ? "questions" : "over";
    const left = part === "talk" ? Number(talk) - now : part === "questions" ? whole - now : now - whole;
    timer.classList.remove("is-talk", "is-questions", "is-over");
    timer.classList.add(`is-${part}`);
    timer.querySelector("[data-timer-part]").textContent = timer.dataset[`word${part[0].toUpperCase()}${part.slice(1)}`];
    timer.querySelector("[data-timer-left]").textContent = words(left);
  };
  setInterval(() => all("[data-timer]").forEach(tick), 250);

  // A judge's page: goes to the new item by itself unless something on it is not handed in; then it only says so.
  const follow = document.querySelector("[data-follow]");
  if (follow) {
    const note = document.querySelector("[data-follow-note]");
    const ask = async () => {
      try {
        const answer = await fetch(`${follow.dataset.follow}/now`, { headers: { Accept: "application/json" }, cache: "no-store" });
        if (!answer.ok) return;
        const now = await answer.json();
        const here = follow.dataset.sheet || "";
        const changed = here ? String(now.sheet || "") !== here || now.state === "sent" : now.state !== follow.dataset.state || String(now.place) !== follow.dataset.place;
        if (!changed) { if (note) note.hidden = true; return; }
        if (here) { if (note) note.hidden = false; } else location.reload();
      } catch { /* no network: what is on the page stays, and it asks again */ }
    };
    setInterval(ask, 3000);
    window.addEventListener("online", ask);
  }
})();
