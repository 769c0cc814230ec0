// Finds requests in the sharded index. Nothing depends on it: the lists say the same without a script.
"use strict";
(function () {
  var hasil = document.getElementById("hasil");
  var kolom = document.getElementById("q");
  if (!hasil || !kolom || !window.fetch) return;
  var data = hasil.dataset;
  var simpanan = {};

  function ambil(nama) {
    if (!simpanan[nama]) {
      simpanan[nama] = fetch(data.akar + "cari/" + nama).then(function (jawab) {
        if (jawab.status === 404) return null;
        if (!jawab.ok) throw new Error(String(jawab.status));
        return jawab.json();
      });
    }
    return simpanan[nama];
  }

  function kata(teks) {
    return teks.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(function (k) { return k.slice(0, 24); });
  }

  function rak(k) {
    return Array.from((k + "--").slice(0, 2)).map(function (c) { return /[a-z0-9]/.test(c) ? c : "-"; }).join("");
  }

  // The places of the requests that have a word that begins so; a word of one letter looks through every second letter.
  function tempat(k) {
    return ambil("k/" + rak(k) + ".json").then(function (isi) {
      var semua = new Set(), penuh = true;
      Object.keys(isi || {}).forEach(function (ada) {
        if (ada.indexOf(k) !== 0) return;
        isi[ada].forEach(function (n) { if (n < 0) penuh = false; else semua.add(n); });
      });
      return { semua: semua, penuh: penuh };
    });
  }

  function cocok(baris, dicari) {
    var punya = kata(baris.slice(0, 4).join(" ") + " " + baris[4][0]);
    return dicari.every(function (k) { return punya.some(function (p) { return p.indexOf(k) === 0; }); });
  }

  function tampil(baris, teks) {
    hasil.textContent = "";
    var ringkas = document.createElement("p");
    ringkas.textContent = baris.length ? baris.length + " " + data.banyak : data.kosong;
    hasil.appendChild(ringkas);
    if (!baris.length) return;
    var daftar = document.createElement("ol");
    daftar.className = "gerak";
    baris.forEach(function (b) {
      var butir = document.createElement("li"), nomor = document.createElement("span"), isi = document.createElement("div");
      var tautan = document.createElement("a"), kecil = document.createElement("small"), keadaan = document.createElement("div");
      nomor.textContent = b[0];
      tautan.className = "judul";
      tautan.href = data.rumah + b[5];
      tautan.textContent = b[1];
      kecil.textContent = b[2] + (b[3] ? " · " + b[3] : "");
      keadaan.textContent = b[4][Number(data.bahasa)] + (b[6] ? " · " + data.lambat : "");
      isi.append(tautan, kecil);
      butir.append(nomor, isi, keadaan);
      daftar.appendChild(butir);
    });
    hasil.appendChild(daftar);
  }

  var giliran = 0;
  function cari() {
    var dicari = kata(kolom.value).filter(function (k) { return k.length > 1; }), ini = ++giliran;
    if (!dicari.length) { hasil.textContent = ""; return; }
    Promise.all([ambil("indeks.json")].concat(dicari.map(tempat))).then(function (semua) {
      var tentang = semua.shift();
      // The rarest word decides which requests are looked at; the others are sought in their text. The newest
      // requests have the highest places.
      semua.sort(function (a, b) { return (b.penuh - a.penuh) || (a.semua.size - b.semua.size); });
      var calon = Array.from(semua[0].semua).sort(function (a, b) { return b - a; });
      semua.slice(1).forEach(function (lain) {
        if (lain.penuh) calon = calon.filter(function (n) { return lain.semua.has(n); });
      });
      calon = calon.slice(0, 400);
      var blok = Array.from(new Set(calon.map(function (n) { return Math.floor(n / tentang.sebanyak); })));
      return Promise.all(blok.map(function (n) { return ambil("b/" + Math.floor(n / tentang.sefolder) + "/" + n + ".json"); })).then(function (isi) {
        if (ini !== giliran) return;
        var baris = calon.map(function (n) { return isi[blok.indexOf(Math.floor(n / tentang.sebanyak))][n % tentang.sebanyak]; });
        tampil(baris.filter(function (b) { return cocok(b, dicari); }).slice(0, 50));
      });
    }).catch(function () { hasil.textContent = data.gagal; });
  }

  kolom.value = new URLSearchParams(location.search).get("q") || "";
  kolom.addEventListener("input", cari);
  cari();
})();
