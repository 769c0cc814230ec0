// Sorts and filters the rows of a list. Nothing depends on it: without a script the rows stand in their own order, and the
// pages of a list lead on. A list that has several pages is sorted page by page, as the note above it says.
"use strict";
(function () {
  // So few rows are seen at one glance: a box to filter them would only stand in the way.
  var SEDIKIT = 20;
  var bahasa = document.documentElement.lang;
  var pembanding = new Intl.Collator(bahasa, { numeric: true, sensitivity: "base" });

  function polos(teks) {
    return teks.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }

  // What a cell is worth: what the page says it is, else its moment, else its text; nothing where it shows a dash.
  function nilai(sel) {
    var saat = sel.querySelector("time[datetime]");
    if (sel.dataset.k !== undefined) return sel.dataset.k === "" ? null : Number(sel.dataset.k);
    if (saat) return Date.parse(saat.dateTime);
    var teks = sel.textContent.trim();
    if (teks === "–" || teks === "") return null;
    return /^\d+%?$/.test(teks) ? parseInt(teks, 10) : teks;
  }

  // Whatever has no value comes last, whichever way the others are sorted.
  function banding(a, b, arah) {
    if (a === null || b === null) return (a === null) - (b === null);
    var beda = typeof a === "number" && typeof b === "number" ? a - b : pembanding.compare(String(a), String(b));
    return arah * beda;
  }

  function isi(pola, nama) {
    return Object.keys(nama).reduce(function (teks, n) { return teks.replace("{" + n + "}", function () { return nama[n]; }); }, pola);
  }

  function hidupkan(alat) {
    var tabel = alat.nextElementSibling;
    var badan = tabel.tBodies[0], asli = Array.from(badan.rows);
    var kolom = alat.querySelector("input"), kabar = alat.querySelector("[role=status]"), kata = alat.dataset;
    var kepala = Array.from(tabel.tHead.rows[0].cells);
    var menurut = null;
    if (asli.length < 2) return;

    function kabarkan() {
      var tampak = asli.filter(function (baris) { return !baris.hidden; }).length;
      var bagian = [];
      if (kolom.value.trim()) bagian.push(tampak ? isi(kata.sisa, { n: tampak, semua: asli.length }) : kata.kosong);
      if (menurut) bagian.push(isi(menurut.arah > 0 ? kata.naik : kata.turun, { kolom: menurut.nama }));
      else if (menurut === false) bagian.push(kata.asli);
      kabar.textContent = bagian.join(" · ");
    }

    function saring() {
      var dicari = polos(kolom.value).split(/\s+/).filter(Boolean);
      asli.forEach(function (baris) {
        var punya = dicari.length ? polos(baris.textContent) : "";
        baris.hidden = !dicari.every(function (k) { return punya.indexOf(k) >= 0; });
      });
      kabarkan();
    }

    // Up, down, and back to the order in which the page came: that of a queue is no column.
    function urutkan(th, nama) {
      var arah = { ascending: -1, descending: 0 }[th.getAttribute("aria-sort")];
      if (arah === undefined) arah = 1;
      kepala.forEach(function (lain) { lain.removeAttribute("aria-sort"); });
      menurut = arah ? { arah: arah, nama: nama } : false;
      if (arah) th.setAttribute("aria-sort", arah > 0 ? "ascending" : "descending");
      var ke = th.cellIndex;
      var baris = arah ? asli.map(function (b) { return { baris: b, nilai: nilai(b.cells[ke]) }; })
        .sort(function (a, b) { return banding(a.nilai, b.nilai, arah); })
        .map(function (b) { return b.baris; }) : asli;
      badan.append.apply(badan, baris);
      kabarkan();
    }

    kepala.forEach(function (th) {
      var nama = th.textContent.trim(), tombol = document.createElement("button");
      if (th.classList.contains("tetap")) return;
      tombol.type = "button";
      tombol.textContent = nama;
      tombol.addEventListener("click", function () { urutkan(th, nama); });
      th.replaceChildren(tombol);
    });
    kolom.addEventListener("input", saring);
    tabel.classList.add("hidup");
    tabel.tHead.dataset.l = kata.urut;
    kolom.parentNode.hidden = asli.length < SEDIKIT;
    alat.hidden = false;
    // What the browser remembers of a visit before.
    if (kolom.value) saring();
  }

  document.querySelectorAll(".alat-tabel").forEach(hidupkan);
})();
