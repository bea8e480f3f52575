/* What is asked of a page from inside. Each question gives a list of faults in words; an empty list is good. */
window.judge = (function () {
  "use strict";
  const all = (what) => Array.from(document.querySelectorAll(what));
  const FOCUS = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";
  const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility === "visible" && !e.closest("[hidden], [aria-hidden=true]");
  const name = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.className && e.className.split ? "." + e.className.split(" ").join(".") : "") + " “" + (e.textContent || "").trim().slice(0, 14) + "”";

  let shifts = 0;
  const paints = {};
  const breaches = [];
  try {
    new PerformanceObserver((list) => list.getEntries().forEach((e) => { shifts += e.value; })).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach((e) => { paints[e.name] = e.startTime; })).observe({ type: "paint", buffered: true });
  } catch (e) { breaches.push("this browser measures no layout shift"); }
  document.addEventListener("securitypolicyviolation", (e) => breaches.push(e.violatedDirective + " " + e.blockedURI));

  const sideways = () => {
    const width = document.documentElement.clientWidth;
    if (Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) <= width) return [];
    const wide = all("body *").filter((e) => seen(e) && e.getBoundingClientRect().right > width + 0.5);
    return [`${document.documentElement.scrollWidth} px on ${width}: ${wide.slice(0, 3).map(name).join(", ")}`];
  };

  /* Times and telephone numbers stay on one line. */
  const parted = () => {
    const faults = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!seen(text.parentElement) || text.parentElement.closest("svg")) continue;
      for (const run of text.data.matchAll(/\d[\d:：]*(?:[-—–~～][\d:：]*\d)+/g)) {
        const range = document.createRange();
        range.setStart(text, run.index);
        range.setEnd(text, run.index + run[0].length);
        const lines = new Set(Array.from(range.getClientRects()).map((box) => Math.round(box.top)));
        if (run[0].length <= 20 && lines.size > 1) faults.push(run[0] + " in " + name(text.parentElement));
      }
    }
    return faults;
  };

  /* A finger needs 44 px, except in the middle of a sentence (WCAG 2.5.8 has the same exception). */
  const inSentence = (e) => {
    if (getComputedStyle(e).display !== "inline") return false;
    const own = e.textContent.trim();
    const around = e.closest("p, li, dd, td, th, caption, figcaption, h1, h2, h3, h4");
    return Boolean(around) && around.textContent.trim() !== own;
  };
  const hits = (e, x, y) => {
    const there = document.elementFromPoint(x, y);
    return Boolean(there) && (there === e || e.contains(there) || there.closest(FOCUS) === e);
  };
  const targets = () => all(FOCUS).filter(seen).filter((e) => !inSentence(e) && !e.matches(".skip")).filter((e) => {
    const box = e.getBoundingClientRect();
    if (box.width >= 43.5 && box.height >= 43.5) return false;
    /* What lies over a card or a label makes the target larger than its text. */
    e.scrollIntoView({ block: "center" });
    const now = e.getBoundingClientRect();
    const x = now.left + now.width / 2, y = now.top + now.height / 2;
    const wide = box.width >= 43.5 || (hits(e, x - 21, y) && hits(e, x + 21, y));
    const high = box.height >= 43.5 || (hits(e, x, y - 21) && hits(e, x, y + 21));
    return !(wide && high);
  }).map((e) => {
    const box = e.getBoundingClientRect();
    return `${name(e)} ${Math.round(box.width)}×${Math.round(box.height)}`;
  });

  /* Called once after each Tab: marks what has the focus and says what is wrong with how it shows. */
  const reach = () => {
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    const faults = [];
    const style = getComputedStyle(e);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (!ring) faults.push(name(e) + " has no visible focus");
    const box = e.getBoundingClientRect();
    if (box.bottom < 1 || box.top > innerHeight || box.right < 1 || box.left > innerWidth) faults.push(name(e) + " has the focus out of sight");
    const again = e.judged === true;
    e.judged = true;
    return { again, faults };
  };
  const unreached = () => all(FOCUS).filter((e) => seen(e) && !e.disabled && e.judged !== true).map(name);

  /* Everything a reader may read, in order, without what a script adds for comfort. */
  const words = () => {
    const text = (document.querySelector("main") || document.body).innerText;
    return text.replace(/\s+/g, " ").trim();
  };

  /* Contrast of an element's letters on the nearest ground below them. */
  const light = (colour) => {
    const [r, g, b] = (colour.match(/[\d.]+/g) || []).slice(0, 3).map((n) => {
      const part = Number(n) / 255;
      return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (e) => {
    let ground = e;
    while (ground && alpha(getComputedStyle(ground).backgroundColor) < 1) ground = ground.parentElement;
    const two = [light(getComputedStyle(e).color), ground ? light(getComputedStyle(ground).backgroundColor) : 1];
    return Math.round((Math.max(...two) + 0.05) / (Math.min(...two) + 0.05) * 100) / 100;
  };
  const alpha = (colour) => { const parts = colour.match(/[\d.]+/g) || []; return parts.length === 4 ? Number(parts[3]) : 1; };
  const onPaper = () => {
    const faults = [];
    all("nav.menu, .menu, .tools, .skip, form, button").filter(seen).forEach((e) => faults.push("printed though it is for fingers: " + name(e)));
    /* Behind the text the site's foot takes a sheet of its own whenever the last one is full. */
    const [main, foot] = ["main", "body > footer"].map((what) => document.querySelector(what));
    if (foot && seen(foot) && foot.getBoundingClientRect().top >= main.getBoundingClientRect().bottom - 1) faults.push("the foot may stand alone on a last sheet");
    all("body, main, main *").filter(seen).forEach((e) => {
      const style = getComputedStyle(e);
      const ground = style.backgroundColor;
      const white = alpha(ground) === 0 || (ground.match(/\d+/g) || []).slice(0, 3).every((n) => Number(n) >= 250);
      const text = Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.textContent.trim());
      const light = (style.color.match(/\d+/g) || []).slice(0, 3).every((n) => Number(n) > 110);
      if (text && light && white && e.namespaceURI.endsWith("xhtml")) faults.push("too pale on paper: " + name(e));
      if (!white && e.matches("body, main, article, section, .doc")) faults.push("a dark ground on paper: " + name(e));
    });
    return faults;
  };

  return {
    sideways, parted, targets, reach, unreached, words, onPaper, contrast,
    breaches: () => breaches.slice(),
    shifts: () => shifts,
    paints: () => paints,
    bytes: () => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource")).map((e) => [e.name, e.encodedBodySize]),
    largest: (factor) => document.documentElement.style.setProperty("font-size", parseFloat(getComputedStyle(document.documentElement).fontSize) * factor + "px"),
    asBefore: () => document.documentElement.style.removeProperty("font-size")
  };
})();
