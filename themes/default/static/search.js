/* Search without a server. The index lies in small scripts beside this page: only those that a question needs are
   loaded, as script tags, because a page opened from a disk may not read files in any other way. */
(function () {
  "use strict";
  var LETTERS = "bcdfghjklmnpqrstvwxz";
  var SHOWN = 10;
  /* Characters of a result's own words, and of those before what was asked for. */
  var WORDS = 70, BEFORE = 24;
  /* Terms of one question: with more, its first scripts would outweigh the answer. */
  var TERMS = 9;
  var form, input, found, list, more, root, borders, size, version;
  var waiting = {}, loaded = {};

  /* ---- Loading: each script tells its build, its name and its contents. */
  window.mingbai = function (build, name, contents) {
    if (build === version) loaded[name] = contents;
  };
  var load = function (name) {
    waiting[name] = waiting[name] || new Promise(function (done, failed) {
      var give = function () {
        if (loaded[name]) return done(loaded[name]);
        delete waiting[name];
        failed();
      };
      var script = document.createElement("script");
      script.src = root + "search/" + name + ".js?v=" + version;
      script.onload = script.onerror = give;
      document.head.appendChild(script);
    });
    return waiting[name];
  };

  /* ---- Terms: cut as the index was (src/render/site/search/terms.rs). */
  var isLetter = function (c) { return new RegExp("[\\p{Alphabetic}\\p{N}]", "u").test(c); };
  var fold = function (text) {
    return text.normalize("NFKD").replace(new RegExp("\\p{M}", "gu"), "").toLowerCase();
  };
  /* The question's runs: words of Latin letters and digits, rows of other characters. */
  var runs = function (text) {
    var out = [], now = null;
    Array.from(fold(text)).forEach(function (c) {
      var latin = /[a-z0-9]/.test(c);
      if (!latin && !isLetter(c)) { now = null; return; }
      if (!now || now.latin !== latin) out.push(now = { latin: latin, chars: [] });
      now.chars.push(c);
    });
    return out;
  };
  var cut = function (run) {
    var chars = run.chars, out = [];
    if (run.latin) return [chars.join("")];
    if (chars.length === 1) return chars.slice();
    /* Of a long row every second pair says as much as all. */
    var step = chars.length > 5 ? 2 : 1;
    for (var i = 0; i + 1 < chars.length; i += step) out.push(chars[i] + chars[i + 1]);
    if (step === 2 && chars.length % 2) out.push(chars[chars.length - 2] + chars[chars.length - 1]);
    return out;
  };
  var question = function (text) {
    var out = [];
    runs(text).forEach(function (run) {
      cut(run).forEach(function (term) {
        if (out.every(function (other) { return other.term !== term; })) out.push({ term: term, latin: run.latin });
      });
    });
    return out.slice(0, TERMS);
  };

  /* ---- Postings: distances in letters, `-` a row of neighbours, `!` those in titles, `~` there are more. */
  var decode = function (text) {
    var ids = [], value = 0, last = -1, row = false, cut = false;
    for (var i = 0; i < text.length; i++) {
      var c = text[i], small = c.toLowerCase();
      if (c === "-") { row = true; continue; }
      if (c === "~") { cut = true; continue; }
      value = value * 20 + LETTERS.indexOf(small);
      if (c !== small) continue;
      if (row) for (; value > 0; value--) ids.push(++last);
      else ids.push(last += value + 1);
      value = 0;
      row = false;
    }
    return { ids: ids, cut: cut };
  };
  /* Plain numbers: capitals, and a small letter at the end of each. */
  var numbers = function (text) {
    return (text.match(/[A-Z]*[a-z]/g) || []).map(function (one) {
      return Array.from(one.toLowerCase()).reduce(function (value, c) { return value * 20 + LETTERS.indexOf(c); }, 0);
    });
  };
  var posting = function (text) {
    var parts = text.split("!");
    return { any: decode(parts[0]), title: decode(parts[1] || "") };
  };
  /* Which script holds a term: the last that begins with it or before it. */
  var home = function (term) {
    var at = 0;
    while (at + 1 < borders.length && borders[at + 1] <= term) at++;
    return at;
  };
  var both = function (a, b) {
    var ids = {};
    a.ids.concat(b.ids).forEach(function (id) { ids[id] = true; });
    return { ids: Object.keys(ids).map(Number).sort(function (x, y) { return x - y; }), cut: a.cut || b.cut };
  };
  /* A word of Latin letters and digits is found by its beginning. */
  var words = function (text, start) {
    var out = posting("");
    text.split(";").forEach(function (entry) {
      if (entry.slice(0, start.length) !== start || entry.indexOf("=") < start.length) return;
      var one = posting(entry.slice(entry.indexOf("=") + 1));
      out = { any: both(out.any, one.any), title: both(out.title, one.title) };
    });
    return out;
  };
  var characters = function (text, term) {
    var chars = Array.from(term), head = chars[0] + "g", second = chars[1] || "", out = posting("");
    text.split(";").forEach(function (group) {
      if (group.slice(0, head.length) !== head) return;
      group.slice(head.length).split(",").forEach(function (entry) {
        var first = Array.from(entry)[0] || "";
        if (first < "\u0080") first = "";
        if (first === second) out = posting(entry.slice(first.length));
      });
    });
    return out;
  };
  var look = function (asked) {
    return load("terms/" + home(asked.term)).then(function (text) {
      return asked.latin ? words(text, asked.term) : characters(text, asked.term);
    });
  };

  /* ---- Answering: pages that hold every term; those with all of them in the title first, then in the index's order. */
  var answer = function (postings) {
    var hits = {}, titles = {}, all = postings.length;
    var ends = postings.map(function (p) { return p.any.cut ? p.any.ids[p.any.ids.length - 1] : Infinity; });
    postings.forEach(function (p) {
      p.any.ids.forEach(function (id) { hits[id] = (hits[id] || 0) + 1; });
      p.title.ids.forEach(function (id) { titles[id] = (titles[id] || 0) + 1; });
    });
    var ids = Object.keys(hits).map(Number).filter(function (id) {
      /* Beyond the end of a cut list nobody knows: the other terms decide. */
      var unknown = ends.filter(function (end) { return id > end; }).length;
      return hits[id] + unknown >= all;
    });
    var rank = function (id) { return titles[id] === all ? 0 : 1; };
    return {
      ids: ids.sort(function (a, b) { return rank(a) - rank(b) || a - b; }),
      cut: ends.some(function (end) { return end < Infinity; })
    };
  };

  /* ---- Showing. A result: kind, title, place, words, address, and where its texts are. */
  var element = function (name, text, style) {
    var out = document.createElement(name);
    if (text) out.textContent = text;
    if (style) out.className = style;
    return out;
  };
  /* What is marked: the question's words, and the pairs by which they were found, where it says the same otherwise. */
  var wanted = function (asked) {
    var out = runs(asked).map(function (run) { return run.chars.join(""); });
    question(asked).forEach(function (one) { if (out.indexOf(one.term) < 0) out.push(one.term); });
    return out;
  };
  /* The first of them in a text, and of those the longest. */
  var first = function (text, words) {
    var low = text.toLowerCase(), out = { at: -1, length: 0 };
    words.forEach(function (word) {
      var here = low.indexOf(word);
      var better = out.at < 0 || here < out.at || (here === out.at && word.length > out.length);
      if (here >= 0 && better) out = { at: here, length: word.length };
    });
    return out;
  };
  /* Text stays text. */
  var marked = function (name, text, words, style) {
    var out = element(name, "", style), rest = text, mark = null;
    for (var is = first(rest, words); is.at >= 0; is = first(rest, words)) {
      if (is.at) out.appendChild(document.createTextNode(rest.slice(0, is.at)));
      if (is.at || !mark) out.appendChild(mark = element("mark"));
      mark.textContent += rest.slice(is.at, is.at + is.length);
      rest = rest.slice(is.at + is.length);
    }
    out.appendChild(document.createTextNode(rest));
    return out;
  };
  /* Whether a text says all that was asked for. */
  var says = function (text, asked) {
    var low = text.toLowerCase();
    return question(asked).every(function (one) { return low.indexOf(one.term) >= 0; });
  };
  /* The words round what was asked for: of a result's texts the one that says most of it. */
  var quote = function (texts, words) {
    var best = -1, most = 0;
    texts.forEach(function (text, at) {
      var low = text.toLowerCase(), count = 0;
      words.forEach(function (word) { if (low.indexOf(word) >= 0) count += word.length; });
      if (count > most) { most = count; best = at; }
    });
    if (best < 0) return "";
    var text = texts[best], is = words.filter(function (word) { return text.toLowerCase().indexOf(word) >= 0; });
    var chars = Array.from(text), at = Array.from(text.slice(0, first(text, is.slice(0, 1)).at)).length, from = 0;
    if (chars.length > WORDS && at > BEFORE) {
      from = at - BEFORE;
      /* Rather with the beginning of a clause than in the middle of a word. */
      for (var i = from; i < at; i++) if (/[，。；：！？、]/.test(chars[i])) { from = i + 1; break; }
    }
    var end = from + WORDS;
    return (from ? "…" : "") + chars.slice(from, end).join("") + (chars.length > end ? "…" : "");
  };
  var card = function (result, words, line) {
    var item = element("li", "", "card"), top = element("p", "", "card-top"), title = element("h2");
    if (result[2]) top.appendChild(element("span", result[2], "village-name"));
    top.appendChild(element("span", result[0], "pill plain"));
    var link = marked("a", result[1], words);
    link.href = root + result[4];
    title.appendChild(link);
    [top, title].forEach(function (part) { item.appendChild(part); });
    if (line) item.appendChild(marked("p", line, words));
    return item;
  };
  /* A result's line: its beginning where that says it, or else the words round it, in a script of texts. */
  var line = function (result, asked) {
    var known = result[3];
    if (!result[5] || says(result[1] + " " + known, asked)) return known;
    var place = numbers(result[5]);
    return load("texts/" + place[0]).then(function (texts) {
      return quote(texts[place[1]] || [], wanted(asked)) || known;
    }, function () { return known; });
  };

  var turn = 0;
  var failed = function () { found.textContent = "没有取到搜索用的资料。请刷新再试，或者从下面的目录找。"; };
  var show = function (asked, ids, from, mine) {
    var here = ids.slice(from, from + SHOWN);
    return Promise.all(here.map(function (id) { return load("pages/" + Math.floor(id / size)); })).then(function (pages) {
      var results = pages.map(function (page, at) { return page[here[at] % size]; });
      var lines = results.map(function (result) { return line(result, asked); });
      return Promise.all(lines).then(function (lines) { return [results, lines]; });
    }).then(function (told) {
      if (mine !== turn) return;
      var words = wanted(asked);
      told[0].forEach(function (result, at) {
        var item = card(result, words, told[1][at]);
        list.appendChild(item);
        if (from && at === 0) item.querySelector("a").focus();
      });
      more.hidden = ids.length <= from + SHOWN;
      more.onclick = function () { more.hidden = true; show(asked, ids, from + SHOWN, mine).catch(failed); };
    });
  };
  var search = function (asked) {
    var mine = ++turn, terms = question(asked);
    list.textContent = "";
    more.hidden = true;
    found.textContent = "";
    if (!terms.length) return;
    found.textContent = "正在找…";
    Promise.all(terms.map(look)).then(function (postings) {
      if (mine !== turn) return;
      var is = answer(postings);
      found.textContent = is.ids.length ?
        "找到" + (is.cut ? "至少" : "") + is.ids.length + "条" :
        "没有找到。少写几个字，或者换个说法。";
      /* Nothing comes: the lists below may move up. */
      if (!is.ids.length) document.documentElement.classList.remove("asked");
      return show(asked, is.ids, 0, mine);
    }).catch(function () { if (mine === turn) failed(); });
  };

  /* The question stands behind the # of the address: it can be kept and sent, and no server ever sees it. */
  var asked = function () {
    try { return decodeURIComponent(location.hash.slice(1)); } catch (e) { return ""; }
  };
  var start = function () {
    form = document.getElementById("search");
    input = document.getElementById("wanted");
    found = document.getElementById("found");
    list = document.getElementById("results");
    more = document.getElementById("more");
    root = form.getAttribute("data-root");
    version = form.getAttribute("data-version");
    size = Number(form.getAttribute("data-results"));
    borders = form.getAttribute("data-borders").split("|g|").map(function (term) { return term.split("/g/").join(""); });
    document.getElementById("unable").hidden = true;
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (asked() === input.value) search(input.value);
      else location.hash = encodeURIComponent(input.value);
      input.blur();
    });
    var ask = function () { input.value = asked(); search(input.value); };
    window.addEventListener("hashchange", ask);
    if (asked()) ask();
  };
  /* Too old a browser keeps the lists. */
  try { fold("一"); isLetter("一"); Array.from("一"); Promise.resolve(); } catch (e) { return; }
  /* Before the first paint, so that nothing jumps: the form's room, and a page's when an answer comes at once. */
  document.documentElement.classList.add("searching");
  if (asked()) document.documentElement.classList.add("asked");
  document.addEventListener("DOMContentLoaded", start);
})();
