// Waits for news of the preview: reloads the page, or lays findings over it. Served, never published.
(function () {
  "use strict";
  var own = new URL(document.currentScript.src).searchParams.get("p");
  var version = 0;

  function ask() {
    var script = document.createElement("script");
    script.src = "/-/news.js?v=" + version;
    script.onload = function () { script.remove(); ask(); };
    script.onerror = function () { script.remove(); setTimeout(ask, 1000); };
    document.head.appendChild(script);
  }

  function element(name, kind, text) {
    var made = document.createElement(name);
    made.className = kind;
    made.textContent = text;
    return made;
  }

  function lay(findings) {
    var old = document.getElementById("mingbai-over");
    if (old) old.remove();
    if (!findings.length || document.body.classList.contains("mingbai-alone")) return;
    if (!document.getElementById("mingbai-style")) {
      var style = document.createElement("link");
      style.id = "mingbai-style";
      style.rel = "stylesheet";
      style.href = "/-/live.css";
      document.head.appendChild(style);
    }
    var over = document.createElement("section");
    over.id = "mingbai-over";
    over.className = "mingbai-findings";
    over.setAttribute("role", "alert");
    var close = element("button", "mingbai-close", "先收起来");
    close.type = "button";
    close.onclick = function () { over.remove(); };
    over.appendChild(close);
    over.appendChild(element("h2", "", "有" + findings.length + "处要改"));
    over.appendChild(element("p", "", "下面还是改动以前的页面。改好保存，这里会自己更新。"));
    var list = document.createElement("ol");
    findings.slice(0, 50).forEach(function (finding) {
      var item = document.createElement("li");
      item.appendChild(element("p", "mingbai-at", finding.at));
      var what = finding.word + "：" + (finding.field ? "“" + finding.field + "”" : "") + finding.message;
      item.appendChild(element("p", "mingbai-what", what));
      if (finding.help) item.appendChild(element("p", "mingbai-help", "怎么办：" + finding.help));
      list.appendChild(item);
    });
    over.appendChild(list);
    document.body.appendChild(over);
  }

  window.mingbaiNews = function (news) {
    version = news.version;
    if (String(news.pages) !== own) location.reload();
    else if (document.body.classList.contains("mingbai-alone") && news.findings.length && told) location.reload();
    else lay(news.findings);
    told = true;
  };
  var told = false;
  // A request that waits would hold up the page's own loading.
  window.addEventListener("load", function () { setTimeout(ask, 0); });
})();
