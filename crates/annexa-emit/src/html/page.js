// Search, what is shown, and where the reader is. The page reads the same without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const main = document.getElementById("content");
  const search = document.getElementById("search");
  const found = document.getElementById("found");

  // A thing is shown if it has the words, or stands in or around one that has them.
  const find = () => {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const all = [...main.querySelectorAll("section, p.unchanged")];
    if (words.length === 0) {
      all.forEach((it) => it.classList.remove("unmatched"));
      found.textContent = "";
      return;
    }
    const has = (it) => {
      const text = it.textContent.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    // The innermost things that have all words: a clause has whatever its provisions have.
    const having = new Set(all.filter(has));
    const innermost = [...having].filter(
      (it) => ![...it.querySelectorAll("section, p.unchanged")].some((below) => having.has(below)),
    );
    const kept = new Set();
    for (const it of innermost) {
      for (let at = it; at && at !== main; at = at.parentElement) kept.add(at);
      it.querySelectorAll("section, p.unchanged").forEach((below) => kept.add(below));
    }
    all.forEach((it) => it.classList.toggle("unmatched", !kept.has(it)));
    const count = innermost.length;
    found.textContent = count === 0 ? "Nothing found" : `Found in ${count} ${count === 1 ? "place" : "places"}`;
  };
  search.addEventListener("input", find);
  // A link may lead to what the search has put away.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest(".unmatched")) {
      search.value = "";
      find();
      target.scrollIntoView();
    }
  });

  const unchanged = document.getElementById("unchanged");
  unchanged.addEventListener("click", () => {
    const hidden = root.classList.toggle("hide-unchanged");
    unchanged.setAttribute("aria-pressed", String(hidden));
  });

  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  // The contents follow the reader.
  let entries;
  let current;
  const watcher = new IntersectionObserver(
    (seen) => {
      const top = seen.filter((it) => it.isIntersecting).map((it) => entries.get(it.target.id))[0];
      if (!top || top === current) return;
      current?.removeAttribute("aria-current");
      top.setAttribute("aria-current", "location");
      current = top;
    },
    { rootMargin: "0px 0px -80% 0px" },
  );
  const watch = () => {
    entries = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a]));
    watcher.disconnect();
    main.querySelectorAll("section").forEach((it) => entries.has(it.id) && watcher.observe(it));
  };
  watch();
  // A preview puts a newer standard into the page.
  document.addEventListener("replaced", () => {
    watch();
    find();
  });
})();
