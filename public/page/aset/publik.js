// Filters of the public page. They choose among published cells, all of them in one file, and
// keep the choice in the address. Words come with the cells; only numbers are written here.

const NAMES = ["kecamatan", "periode", "skala", "indikator"];
const NO_VALUE = "..";
const find = (id) => document.getElementById(id);
const form = find("saring");
const selects = NAMES.map((name) => form.elements.namedItem(name));
const start = selects.map((select) => select.selectedIndex);
const kinds = [...selects[3].options].map((option) => option.dataset.kode);
const codes = [...document.querySelectorAll(".pu-peta a")].map((area) => area.id.slice(5));
const tiles = find("kartu").dataset.kode.split(" ");
const lead = kinds[0];
let data;

// A list that ends in repetitions stands without them.
const at = (list, index) => list[Math.min(index, list.length - 1)];
const pick = (tree, ...path) => path.reduce(at, tree);
const plain = (text) => text.replaceAll("-", " ").trim().toLowerCase();
const label = (name) => selects[NAMES.indexOf(name)].value;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const formats = [0, 1].map(
  (digits) =>
    new Intl.NumberFormat("id-ID", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);
const number = (value, digits = 0) => formats[digits].format(value);
const mark = (sign) => (sign ? `\u00a0${sign}` : "");
const unit = (entry) => (entry.satuan === "persen" ? "%" : entry.satuan);

// A cell is [value, above, below, percent unknown, sign, origin, reference], or 0 for none.
function read(kode, [area, period, size]) {
  const [value = null, above = null, below, unknown, sign = "", origin = "", reference = ""] =
    pick(data.sel[kode], area, period, size) || [null, null, null, null, NO_VALUE];
  const entry = data.entri[kode];
  const digits = entry.desimal;
  return {
    value, sign, origin, reference,
    number: value === null ? sign || "–" : number(value, digits),
    text: value === null ? sign : `${number(value, digits)}\u00a0${unit(entry)}${mark(sign)}`,
    counts: above === null ? "" : `${number(above)} dari ${number(below)}`,
    silence: unknown ? `${number(unknown, 1)}\u00a0% tidak diketahui` : "",
    unknown: unknown == null ? "–" : `${number(unknown, 1)}\u00a0%`,
  };
}

function stamp(origin) {
  if (origin === "terbit") return [element("span", { class: "du-cap du-cap-terbit" }, "Terbit")];
  if (origin === "sintetis") return [element("span", { class: "du-cap" }, "Data sintetis")];
  return [];
}

const stamps = (cells) =>
  [...new Set(cells.map((cell) => cell.origin))].flatMap((origin) => [...stamp(origin), " "]);
const faint = (...children) => element("p", { class: "du-redup" }, ...children);
const explained = (sign) => `${sign} = ${data.tanda[sign]}`;
const signs = (cells) => [...new Set(cells.map((cell) => cell.sign).filter(Boolean))];

function bar(entry, percent) {
  const made = element("div", {
    class: entry.daring ? "du-isi du-isi-daring" : "du-isi",
    "aria-hidden": "true",
  });
  if (percent) {
    const full = element("span");
    full.style.width = `${percent}%`;
    made.append(full);
  }
  return made;
}

function drawTile(article, kode, choice) {
  const entry = data.entri[kode];
  const cell = read(kode, choice);
  const [area, size, ...lines] = pick(data.kartu[kode], ...choice);
  const details = article.querySelector("details");
  const value = element("p", { class: "du-nilai" }, cell.number);
  if (cell.value !== null) {
    value.append(" ", element("small", {}, unit(entry)));
    if (cell.sign) value.append(" ", element("sup", {}, cell.sign));
  }
  const where = faint(`${area}, ${label("periode")}, ${size}`);
  if (cell.counts) where.append(element("br"), cell.counts);
  if (cell.silence) where.append(` · ${cell.silence}`);
  if (cell.sign) lines.push(explained(cell.sign));
  article.replaceChildren(
    element("h3", {}, `${entry.pendek} `, ...stamp(cell.origin)),
    value,
    ...(cell.value !== null && entry.desimal ? [bar(entry, cell.value)] : []),
    where,
    ...lines.map((line) => faint(line)),
    details,
  );
  const told = details.querySelectorAll("dd");
  told[0].textContent = `${area}, ${size}`;
  told[1].textContent = label("periode");
  told[told.length - 1].textContent = entry.tentang.at(-1);
  if (cell.reference) {
    const link = { href: cell.reference, target: "_blank", rel: "noopener" };
    told[told.length - 1].append(" · ", element("a", link, "berita asal"));
  }
}

function drawBars(kode, figure, rows, chosen) {
  const entry = data.entri[kode];
  const cells = rows.map((row) => row.cell);
  const share = entry.desimal > 0;
  const peak = share ? 100 : Math.max(1, ...cells.map((cell) => cell.value ?? 0));
  const right = { scope: "col", class: "du-angka" };
  const title = entry.satuan[0].toUpperCase() + entry.satuan.slice(1);
  const head = element(
    "tr", {},
    element("th", { scope: "col" }, "Rincian"),
    element(
      "th", { scope: "col", class: "du-redup" },
      share ? `batang penuh = 100 ${entry.satuan === "persen" ? "%" : entry.satuan}` : "",
    ),
    element("th", right, title),
  );
  if (figure.diam) {
    head.append(element("th", { scope: "col", class: "du-angka du-kecil" }, "Tidak diketahui"));
  }
  const body = rows.map(({ name, area, cell }) => {
    const number = element("td", { class: "du-angka" }, cell.text);
    if (cell.counts) number.append(" ", element("small", {}, cell.counts));
    const drawn = element("td", { class: "du-batang", "aria-hidden": "true" });
    if (cell.value !== null) drawn.append(bar(entry, (100 * cell.value) / peak));
    const row = element("tr", {}, element("th", { scope: "row" }, name), drawn, number);
    if (figure.diam) {
      row.append(element("td", { class: "du-angka du-kecil du-redup" }, cell.unknown));
    }
    if (area === chosen) row.className = "du-pilih";
    return row;
  });
  find("batang").replaceChildren(
    element(
      "table", { class: "du-tabel" },
      element(
        "caption", {},
        `${figure.judul} `, ...stamps(cells), element("span", { class: "du-lingkup" }, figure.lingkup),
      ),
      element("thead", {}, head),
      element("tbody", {}, ...body),
    ),
    ...(figure.diam ? [faint(figure.diam)] : []),
    ...signs(cells).map((sign) => faint(explained(sign))),
  );
  find("tentang").querySelectorAll("dd").forEach((told, index) => {
    told.textContent = index ? entry.tentang[index - 1] : label("periode");
  });
}

function drawMap(kode, figure, areas, chosen) {
  const shaded = data.entri[kode].satuan === "persen";
  codes.forEach((code, index) => {
    const { name, cell } = areas[index];
    const link = find(`peta-${code}`);
    link.setAttribute("class", `w${figure.warna[index]}`);
    if (index + 1 === chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    link.setAttribute("aria-label", `${name}: ${cell.text}`);
    const counts = cell.counts && ` (${cell.counts})`;
    link.querySelector("title").textContent = `${name}: ${cell.text}${counts}`;
    find(`nilai-${code}`).textContent = cell.text;
  });
  for (const outline of document.querySelectorAll(".pu-batas use")) {
    if (chosen) outline.setAttribute("href", `#bentuk-${codes[chosen - 1]}`);
    else outline.removeAttribute("href");
  }
  find("judul-peta").textContent = `${figure.judul}, ${figure.lingkup}`;
  find("cap-peta").replaceChildren(...stamps(areas.map((area) => area.cell)));
  find("legenda").hidden = !shaded;
  find("tak-diwarnai").hidden = shaded;
  find("tak-diwarnai").textContent = data.kata.tak_diwarnai;
}

// The tool's own markup of each choice, without a chosen row.
function drawMatrix([area, period, size]) {
  find("matriks").innerHTML = pick(data.matriks, period, size);
  const chosen = area && find(`peta-${codes[area - 1]}`).getAttribute("href");
  for (const row of find("matriks").querySelectorAll("tbody tr")) {
    const link = row.querySelector("a");
    if (chosen && link?.getAttribute("href") === chosen) row.className = "du-pilih";
  }
}

function drawTable(kode, figure, [area, , size]) {
  const rows = [...find("tabel").tBodies[0].rows];
  const cells = rows.map((row, index) => {
    const periods = [...row.cells].slice(1).map((_, column) => column).reverse();
    return periods.map((period) => read(kode, [index, period, size]));
  });
  const shown = cells.flat();
  const mixed = new Set(shown.map((cell) => cell.origin).filter(Boolean)).size > 1;
  rows.forEach((row, index) => {
    row.className = index === area && area ? "du-pilih" : "";
    cells[index].forEach((cell, column) => {
      const mark = mixed && cell.origin === "terbit" ? [...stamp(cell.origin), " "] : [];
      row.cells[column + 1].replaceChildren(...mark, cell.text);
    });
  });
  find("judul-tabel").textContent = figure.tabel;
  find("cap-tabel").replaceChildren(...stamps(shown));
  find("tanda").hidden = !signs(shown).length;
  find("tanda").textContent = signs(shown).map(explained).join("; ");
}

function chosen() {
  const [area, period, size, kind] = selects.map((select) => select.selectedIndex);
  return [kinds[kind], [area, period, size]];
}

// The figures of a choice come first, and all else once the browser had its turn.
let later;

function draw(after) {
  const [kode, choice] = chosen();
  clearTimeout(later);
  document.body.ariaBusy = true;
  drawFigures(choice);
  later = setTimeout(() => {
    drawRest(kode, choice);
    after();
    document.body.ariaBusy = null;
  });
}

function drawFigures(choice) {
  find("tempat").textContent = data.wilayah[choice[0]];
  find("utama").textContent = pick(data.utama, ...choice);
  [...find("kartu").children].forEach((tile, index) => drawTile(tile, tiles[index], choice));
}

function drawRest(kode, choice) {
  const [area, period, size] = choice;
  const names = [...selects[0].options].map((option) => option.text);
  const figure = pick(data.batang[kode], period, size);
  const areas = codes.map((_, index) => ({
    name: names[index + 1], area: index + 1, cell: read(kode, [index + 1, period, size]),
  }));
  const rows = [...figure.urut].map((digit) => areas[digit - 1]);
  find("kalimat").hidden = kode === lead;
  find("kalimat").textContent = figure.kalimat;
  const remark = (text) => element("p", { class: "pu-pesan" }, text);
  find("catatan").replaceChildren(...figure.catatan.map(remark));
  drawBars(kode, figure, rows, area);
  drawMap(kode, figure, areas, area);
  drawTable(kode, figure, choice);
  drawMatrix(choice);
  find("csv").href = `/api/v1/data/${kode}.csv`;
  const query = parameters(3, [0, 0, 0]);
  for (const link of document.querySelectorAll("[data-alat]")) {
    link.search = query;
  }
}

// What a choice is called, to be read aloud once when it changes.
function announce() {
  const [kode, choice] = chosen();
  const [area, size] = pick(data.kartu[lead], ...choice);
  document.title = document.querySelector("h1").textContent;
  const { text } = read(kode, choice);
  find("kabar").textContent =
    `${area}, ${label("periode")}, ${size}. ${data.entri[kode].pendek}: ${text}.`;
}

function parameters(count, defaults) {
  const query = new URLSearchParams();
  selects.slice(0, count).forEach((select, index) => {
    if (select.selectedIndex !== defaults[index]) query.set(NAMES[index], select.value);
  });
  return query.toString();
}

// Sets the filters from the address. What it does not know falls back, with a sentence.
function follow() {
  const given = new URLSearchParams(location.search);
  const problems = selects.map((select, index) => {
    const name = NAMES[index];
    const values = given.getAll(name);
    const options = [...select.options];
    // Addresses that people have kept hold what a choice was called before.
    const asked = plain(values[0] ?? "");
    const wanted = data.dulu[asked] ?? asked;
    const found = options.findIndex((option) => plain(option.text) === wanted);
    select.selectedIndex = found < 0 || values.length > 1 ? start[index] : found;
    if (!values.length || (found >= 0 && values.length === 1)) return "";
    const words = {
      name, given: values.join(", ").slice(0, data.kata.panjang), used: select.value,
      offered: options.map((option) => option.text).join(", "),
    };
    return data.kata.tak_dikenal.replace(/\{(\w+)\}/g, (_, key) => words[key]);
  });
  say(problems.filter(Boolean).join(" "));
}

function say(sentence) {
  find("pesan").hidden = !sentence;
  find("pesan").textContent = sentence;
}

function changed() {
  say("");
  draw(() => {
    const query = parameters(4, start);
    history.pushState(null, "", location.pathname + (query && `?${query}`));
    announce();
  });
}

try {
  const answer = await fetch(form.dataset.isi);
  if (!answer.ok) throw new Error(answer.status);
  data = await answer.json();
  for (const fieldset of document.querySelectorAll("fieldset")) fieldset.disabled = false;
  selects.forEach((select) => select.addEventListener("change", changed));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", () => { follow(); draw(announce); });
  document.querySelectorAll(".pu-peta a").forEach((area, index) =>
    area.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      selects[0].selectedIndex = index + 1;
      changed();
    }),
  );
  follow();
  const [kode, choice] = chosen();
  drawFigures(choice);
  drawRest(kode, choice);
} catch {
  say("Pilihan lain tidak dapat dimuat. Muat ulang halaman ini untuk mencoba lagi.");
}
