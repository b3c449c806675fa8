// Makes the report quicker to go through; all of it can be read without.
(function () {
  "use strict";
  var byId = function (id) { return document.getElementById(id); };

  // One need at a time.
  var choice = byId("need-choice");
  if (choice) {
    var needs = document.querySelectorAll(".need");
    var choose = function () {
      needs.forEach(function (need) { need.hidden = choice.value !== "" && need.id !== choice.value; });
    };
    byId("need-tools").hidden = false;
    byId("need-tools").addEventListener("submit", function (event) { event.preventDefault(); });
    choice.addEventListener("change", choose);
    choose();
  }

  // Findings by words, disposition, area.
  var tools = byId("finding-tools");
  if (!tools) return;
  var findings = Array.prototype.map.call(document.querySelectorAll("#finding-list .finding"), function (article) {
    var areas = article.querySelectorAll(".areas bdi");
    if (!areas.length) areas = article.querySelectorAll(".where bdi");
    return {
      item: article.parentNode,
      words: article.textContent.toLowerCase(),
      dispositions: article.dataset.dispositions.split(" "),
      areas: Array.prototype.map.call(areas, function (area) { return area.textContent.toLowerCase(); }),
      more: "moreAreas" in article.dataset
    };
  });
  var fits = function (finding, words, disposition, area) {
    return words.every(function (word) { return finding.words.indexOf(word) >= 0; }) &&
      (!disposition || finding.dispositions.indexOf(disposition) >= 0) &&
      (!area || finding.more || finding.areas.some(function (code) { return code.indexOf(area) === 0; }));
  };
  var filter = function () {
    var words = byId("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    var area = byId("area").value.trim().toLowerCase();
    var shown = 0;
    findings.forEach(function (finding) {
      var good = fits(finding, words, byId("disposition").value, area);
      finding.item.hidden = !good;
      shown += good;
    });
    byId("finding-count").textContent = shown + " of " + findings.length + " findings shown";
  };
  tools.hidden = false;
  tools.addEventListener("input", filter);
  tools.addEventListener("submit", function (event) { event.preventDefault(); });
  tools.addEventListener("reset", function () { setTimeout(filter, 0); });
  filter();
}());
