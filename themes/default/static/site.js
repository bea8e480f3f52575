/* Everything here is an extra: each page says the same without it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var store = {
    get: function () { try { return localStorage.getItem("large"); } catch (e) { return null; } },
    set: function (on) { try { localStorage.setItem("large", on ? "1" : "0"); } catch (e) { /* private mode */ } }
  };
  var large = store.get() === "1";
  /* Before the first paint, so that nothing jumps: the buttons' room is kept until they work. */
  root.classList.add("scripted");
  if (large) root.classList.add("large");
  root.classList.add("script");
  if (window.speechSynthesis && window.SpeechSynthesisUtterance) root.classList.add("voice");

  /* The day in the village, wherever the reader is. */
  var today = new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);
  /* A sample stays on its own day, and says so above every page. */
  if (root.hasAttribute("data-sample")) today = root.getAttribute("data-built");
  var days = function (from, to) { return Math.round((Date.parse(to) - Date.parse(from)) / 86400000); };
  var all = function (what, where) { return Array.prototype.slice.call((where || document).querySelectorAll(what)); };
  var say = function (where, what, text) { all(what, where).forEach(function (e) { e.textContent = text; }); };

  /* Rows go when their day is over, even if nobody rebuilt the site. */
  var hideRows = function () {
    all("[data-rows-until]").forEach(function (rows) {
      if (today <= rows.getAttribute("data-rows-until")) return;
      var gone = rows.nextElementSibling;
      if (gone && gone.className === "rows-gone") gone.hidden = false;
      rows.parentNode.removeChild(rows);
    });
  };

  /* "还剩3天" must be true on the day it is read, not on the day it was written. */
  var tellState = function () {
    if (today <= root.getAttribute("data-built")) return;
    all("[data-state]").forEach(function (box) {
      var last = box.getAttribute("data-last");
      var state = box.getAttribute("data-state");
      if (state === "upcoming" && today >= box.getAttribute("data-posted")) {
        say(box, "[data-label]", box.getAttribute("data-begun") || "已到张贴日，请看村里的公示栏");
      }
      if (state !== "open" || !last) return;
      var left = days(today, last);
      say(box, "[data-left]", left > 0 ? "，还剩" + left + "天" : left === 0 ? "，今天是最后一天" : "");
      if (left < 0) {
        say(box, "[data-label]", box.getAttribute("data-over") || "公示期满");
        box.classList.remove("open");
        box.classList.add("closed");
        all("[data-open]", box).forEach(function (e) { e.hidden = true; });
      }
    });
  };

  var wireLarge = function () {
    var button = document.getElementById("large");
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(large));
    button.addEventListener("click", function () {
      large = !large;
      root.classList.toggle("large", large);
      button.setAttribute("aria-pressed", String(large));
      store.set(large);
    });
  };

  var wireRead = function () {
    var button = document.getElementById("read");
    var voice = window.speechSynthesis;
    if (!button || !voice || !window.SpeechSynthesisUtterance) return;
    button.hidden = false;
    var stop = function () { voice.cancel(); button.textContent = "朗读"; };
    button.addEventListener("click", function () {
      if (button.textContent === "停止") { stop(); return; }
      /* Lists of people are not read out. */
      var parts = all("main h1, main h2, main h3, main p, main li, main dt, main dd").filter(function (e) {
        return !e.closest(".rows, .crumbs, [hidden], [aria-hidden]") && !e.querySelector("p, li");
      });
      parts.forEach(function (e, i) {
        var line = new SpeechSynthesisUtterance(e.textContent);
        line.lang = "zh-CN";
        line.rate = 0.9;
        if (i === parts.length - 1) line.onend = stop;
        voice.speak(line);
      });
      button.textContent = "停止";
    });
    window.addEventListener("pagehide", stop);
  };

  document.addEventListener("DOMContentLoaded", function () {
    hideRows();
    tellState();
    wireLarge();
    wireRead();
  });
})();
