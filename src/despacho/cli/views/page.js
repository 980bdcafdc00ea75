(function () {
  var root = document.documentElement;
  function number(target) {
    var holder = target.closest && target.closest("[data-n]");
    return holder ? holder.getAttribute("data-n") : null;
  }
  document.addEventListener("mouseover", function (event) {
    var n = number(event.target);
    if (n) { root.setAttribute("data-over", n); } else { root.removeAttribute("data-over"); }
  });
  document.addEventListener("keydown", function (event) {
    var all = document.getElementById("all");
    if (event.key === "Escape" && all) { all.checked = true; }
  });
  document.addEventListener("change", function (event) {
    var n = event.target.value, over = n && document.getElementById("t" + n), card = n && document.getElementById("c" + n);
    [over, card].forEach(function (one) { if (one) { one.scrollIntoView({ block: "nearest" }); } });
  });
})();
