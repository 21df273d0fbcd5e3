/* Runs in previewed pages only: starts livereload's client, says which build the page is of, and shows problems. */
(function () {
  "use strict";
  var own = document.currentScript;
  var build = own.dataset.build;
  var problems = JSON.parse(own.dataset.problems || "[]");
  var note = own.dataset.note || "";

  /* A plugin as livereload's client knows them: what `analyze` returns is sent on connecting, so that the server can
     tell a page that was loaded while a build ended from one that has seen it. */
  window.LiveReloadPluginBackfile = function () {};
  window.LiveReloadPluginBackfile.identifier = "backfile";
  window.LiveReloadPluginBackfile.version = "1";
  window.LiveReloadPluginBackfile.prototype.analyze = function () { return { build: build }; };

  var secure = location.protocol === "https:";
  var client = document.createElement("script");
  client.src = "/livereload.js?host=" + location.hostname + "&port=" + (location.port || (secure ? 443 : 80)) +
    "&mindelay=250&maxdelay=2000";
  document.head.appendChild(client);

  function element(name, text, parent) {
    var made = document.createElement(name);
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }

  function block(problem, parent) {
    var part = element("section", "", parent);
    element("b", problem.place, part);
    element("p", problem.fault, part);
    if (problem.excerpt) {
      element("pre", problem.excerpt + (problem.column ? "\n" + " ".repeat(problem.column - 1) + "^" : ""), part);
    }
    if (problem.remedy) element("p", "fix: " + problem.remedy, part).className = "fix";
  }

  /* In a shadow tree with a constructed sheet: neither the site's styles nor its content policy can touch it. */
  function shadow(name, role, look) {
    var host = document.createElement(name);
    host.setAttribute("role", role);
    var root = host.attachShadow({ mode: "open" });
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ":host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto;" +
      " font: 15px/1.45 system-ui, sans-serif; " + look + " }" +
      "details { padding: .6em 1em } summary { cursor: pointer; font-weight: 600 }" +
      "section { margin: .8em 0; max-width: 60em } b { font-family: ui-monospace, monospace; overflow-wrap: anywhere }" +
      "p { margin: .2em 0 } pre { margin: .2em 0; overflow-x: auto; white-space: pre } .fix { color: #5b3b00 }" +
      ".note { margin: .6em 1em }");
    root.adoptedStyleSheets = [sheet];
    document.documentElement.appendChild(host);
    return root;
  }

  function panel() {
    var root = shadow("backfile-problems", "alert", "background: #fff4f2; color: #2b0b07; border-top: 4px solid #b3261e");
    var details = element("details", "", root);
    details.open = problems.some(function (problem) { return problem.is_here; });
    var first = problems[0];
    element("summary", problems.length === 1
      ? "1 problem: " + first.place
      : problems.length + " problems, the first: " + first.place, details);
    problems.slice(0, 50).forEach(function (problem) { block(problem, details); });
  }

  function noted() {
    var root = shadow("backfile-note", "status", "background: #eef4fb; color: #10243a; border-top: 4px solid #1f5f99");
    element("p", note, root).className = "note";
  }

  function show() {
    if (note) noted();
    if (problems.length) panel();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
