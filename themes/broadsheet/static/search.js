// The search page: words and filters in, stories out. The index is read by Pagefind, one bundle a year (or month).

const form = document.querySelector("form.search");
const { q, year, section, byline } = form.elements;
const status = document.getElementById("count");
const list = document.getElementById("found");
const more = document.getElementById("more");
const lang = document.documentElement.lang;
const STEP = 10;

const root = new URL(form.dataset.root, location).pathname;
const reader = new URL(form.dataset.reader, location);
const bundles = form.dataset.bundles.split(" ").filter(Boolean);
const opened = new Map(); // year → promise of an index of its bundles; "" is all of them
let asked = 0;
let waiting = [];

async function open(wanted) {
  const pagefind = await import(reader);
  const basePath = new URL(".", reader).pathname;
  // Pagefind has to have a first index; ours holds a page that weighs nothing and is never shown.
  const index = pagefind.createInstance({ basePath, baseUrl: root, indexWeight: 0, noWorker: true });
  await index.init();
  const names = bundles.filter((name) => name.startsWith(wanted));
  await Promise.all(names.map((name) =>
    index.mergeIndex(new URL(`../${name}/`, reader).pathname, { baseUrl: root })));
  return index;
}

function indexOf(wanted) {
  if (!opened.has(wanted)) {
    opened.set(wanted, open(wanted).catch((fault) => {
      opened.delete(wanted);
      throw fault;
    }));
  }
  return opened.get(wanted);
}

function filters() {
  const chosen = {};
  if (section?.value) chosen.section = section.value;
  if (byline?.value) chosen.byline = byline.value;
  return chosen;
}

// Asked for a word that a bundle lacks, Pagefind takes the longest beginning of it that is a word there ("she" for
// "sheepdog"). So each word is asked for as it stands too, and only stories that have them all count. When there are
// none, the last word may not be finished yet: then the first stories with a word that begins so are looked for.
async function find(index, words, filters) {
  const { results } = await index.search(words || null, { filters });
  const found = words ? results.filter((result) => result.score > 0) : results;
  if (!words || /^".*"$/.test(words)) return found;
  const parts = words.replaceAll('"', "").split(/\s+/);
  const having = await Promise.all(parts.map(async (part) =>
    new Set((await index.search(`"${part}"`, { filters })).results.map((result) => result.id))));
  const exact = found.filter(({ id }) => having.every((ids) => ids.has(id)));
  if (exact.length) return exact;
  const near = found.filter(({ id }) => having.slice(0, -1).every((ids) => ids.has(id))).slice(0, 2 * STEP);
  const begun = new RegExp(`(?<![\\p{L}\\p{N}])${parts.at(-1).replace(/[^\p{L}\p{N}]/gu, ".")}`, "iu");
  const texts = await Promise.all(near.map(async (result) => (await result.data()).content));
  return near.filter((_, number) => begun.test(texts[number]));
}

async function search() {
  const turn = ++asked;
  const words = q.value.trim();
  const chosen = filters();
  if (!words && !Object.keys(chosen).length) return show([], "");
  status.textContent = form.dataset.busy;
  try {
    const index = await indexOf(year?.value ?? "");
    const found = await find(index, words, chosen);
    if (turn !== asked) return undefined;
    const count = form.dataset.count.replace("{n}", new Intl.NumberFormat(lang).format(found.length));
    return await show(found, found.length ? count : form.dataset.none);
  } catch (fault) {
    console.error(fault);
    return turn === asked ? show([], form.dataset.failed) : undefined;
  }
}

async function show(found, said) {
  waiting = found;
  const first = await next();
  if (waiting !== found) return;
  list.replaceChildren(...first);
  waiting = found.slice(STEP);
  more.hidden = !waiting.length;
  status.textContent = said;
}

async function next() {
  return (await Promise.all(waiting.slice(0, STEP).map((result) => result.data()))).map(item);
}

function item({ url, meta, excerpt }) {
  const element = document.createElement("li");
  if (meta.lang) Object.assign(element, { lang: meta.lang, dir: "auto" });
  const title = tag("h2", "", tag("a", "", meta.title));
  title.firstChild.href = url;
  const line = tag("p", "line");
  if (meta.day) line.append(dated(meta.day));
  for (const text of [meta.section, meta.byline]) if (text) line.append(tag("span", "", text));
  if (meta.mark) line.append(tag("span", "mark", meta.mark));
  element.append(title, line, tag("p", "excerpt", ...marked(excerpt)));
  return element;
}

function tag(name, kind, ...content) {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  element.append(...content);
  return element;
}

function dated(day) {
  const time = tag("time", "", new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day)));
  time.dateTime = day;
  return time;
}

// The excerpt is text with <mark> around what was found; made into nodes by hand, it cannot be anything else.
function marked(excerpt) {
  return excerpt.split(/<mark>(.*?)<\/mark>/s).map((part, number) => {
    const text = part.replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" })[name]);
    return number % 2 ? tag("mark", "", text) : text;
  });
}

function address() {
  const given = [...new FormData(form)].filter(([, value]) => value);
  const query = new URLSearchParams(given).toString();
  return query ? `?${query}` : location.pathname;
}

// The fields as the address has them. What a reader typed before this script was there stays.
function take(event) {
  const given = new URLSearchParams(location.search);
  for (const field of [q, year, section, byline]) if (field) field.value = given.get(field.name) ?? (event ? "" : field.value);
  return search();
}

let pause;
form.addEventListener("input", ({ target }) => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    history.replaceState(null, "", address());
    search();
  }, target === q ? 250 : 0);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  history.pushState(null, "", address());
  search();
});
q.addEventListener("focus", () => indexOf("").catch(() => {}), { once: true });
more.addEventListener("click", async () => {
  const found = waiting;
  const items = await next();
  if (waiting !== found) return;
  list.append(...items);
  waiting = found.slice(STEP);
  more.hidden = !waiting.length;
  items[0]?.querySelector("a").focus();
});
window.addEventListener("popstate", take);

take();
