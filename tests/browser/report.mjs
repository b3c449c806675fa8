// Looks at reports in a real browser. usage: CHROMIUM=/usr/bin/chromium node report.mjs FOLDER
import { mkdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const axe = createRequire(import.meta.url).resolve("axe-core");
const pictures = process.env.SIGNPOST_SCREENSHOTS;
const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const wide = { width: 1280, height: 900 };
const narrow = { width: 400, height: 800 };
let passed = 0;
const failed = [];

const check = (good, what) => {
  if (good) passed++;
  else failed.push(what);
};
const equal = (got, expected, what) => check(got === expected, `${what}: ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`);

// A page with a report, and what it asked for or complained about.
async function open(browser, name, options = {}) {
  const context = await browser.newContext({ viewport: wide, ...options });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  const address = `file://${folder}/${name}.html`;
  page.on("request", (request) => { if (request.url() !== address) seen.requests.push(request.url()); });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") seen.errors.push(message.text()); });
  page.on("dialog", (dialog) => { seen.errors.push(dialog.message()); dialog.dismiss(); });
  await page.goto(address);
  return { page, seen, close: () => context.close() };
}

const shownFindings = (page) => page.locator(".findings > li:not([hidden])").count();

// What holds for every report.
async function everyReport(browser, name) {
  const { page, seen, close } = await open(browser, name);
  const facts = await page.evaluate(() => ({
    language: document.documentElement.lang,
    title: document.title.length > 0,
    landmarks: ["header", "nav", "main", "footer"].map((tag) => document.querySelectorAll(`body > ${tag}`).length).join(),
    levels: [...document.querySelectorAll("h1, h2, h3, h4")].map((heading) => Number(heading.tagName[1])),
    scripts: document.scripts.length,
    foreign: document.querySelectorAll("img, iframe, object, embed, link, base, audio, video").length,
    handlers: [...document.querySelectorAll("*")].filter((each) => [...each.attributes].some((one) => /^on/i.test(one.name))).length,
    hacked: window.hacked,
    tables: [...document.querySelectorAll("table")].filter((table) => !table.caption || table.querySelector("th:not([scope])")).length,
    blank: [...document.querySelectorAll(".week td")].filter((cell) => !cell.textContent.trim()).length,
    dead: [...document.querySelectorAll("a[href^='#']")].filter((link) => !document.getElementById(link.hash.slice(1))).length,
    twice: [...document.querySelectorAll("[id]")].length - new Set([...document.querySelectorAll("[id]")].map((each) => each.id)).size,
  }));
  equal(facts.language, "en-GB", `${name}: language`);
  check(facts.title, `${name}: no title`);
  equal(facts.landmarks, "1,1,1,1", `${name}: landmarks`);
  check(facts.levels.filter((level) => level === 1).length === 1 && facts.levels[0] === 1 &&
    facts.levels.every((level, i) => i === 0 || level <= facts.levels[i - 1] + 1), `${name}: headings skip a level`);
  equal(facts.scripts, 1, `${name}: scripts`);
  equal(facts.foreign, 0, `${name}: elements that load something`);
  equal(facts.handlers, 0, `${name}: attributes that run something`);
  equal(facts.hacked, undefined, `${name}: a script of a name ran`);
  equal(facts.tables, 0, `${name}: tables without caption or scope`);
  equal(facts.blank, 0, `${name}: cells that only colour tells apart`);
  equal(facts.dead, 0, `${name}: links that lead nowhere`);
  equal(facts.twice, 0, `${name}: ids that stand twice`);
  equal(seen.requests.join(), "", `${name}: asked the network for`);
  equal(seen.errors.join(), "", `${name}: complaints`);
  for (const viewport of [wide, narrow, { width: 320, height: 800 }]) {
    await page.setViewportSize(viewport);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    equal(over, 0, `${name}: wider than ${viewport.width} pixels by`);
  }
  check(statSync(`${folder}/${name}.html`).size < 5e6, `${name}: larger than 5 MB`);
  await close();
}

// The policy of the file bars other scripts, those of axe among them: it is tried where that policy is set aside.
async function accessible(browser, name) {
  const { page, close } = await open(browser, name, { bypassCSP: true });
  await page.addScriptTag({ path: axe });
  for (const viewport of [wide, narrow]) {
    await page.setViewportSize(viewport);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    for (const one of found.violations)
      failed.push(`${name}: axe at ${viewport.width}: ${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 160)}`);
    check(found.passes.length > 10, `${name}: axe looked at nothing`);
  }
  await close();
}

// With the keys alone: the link that skips, the choice of a need, each filter, in the order of the page, and visibly.
async function keyboard(browser) {
  const { page, close } = await open(browser, "sample");
  await page.keyboard.press("Tab");
  equal(await page.evaluate(() => document.activeElement.className), "skip", "keyboard: the first stop");
  await page.keyboard.press("Enter");
  equal(await page.evaluate(() => document.activeElement.id), "main", "keyboard: where the skip link leads");
  const reached = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement, style = getComputedStyle(at);
      return { id: at.id || at.type || at.tagName, isSeen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
    });
    check(stop.isSeen, `keyboard: focus on ${stop.id} is not visible`);
    reached.push(stop.id);
    if (stop.id === "reset") break;
  }
  const order = ["need-choice", "words", "disposition", "area", "reset"];
  equal(reached.filter((id) => order.includes(id)).join(), order.join(), "keyboard: order");
  await page.focus("#need-choice");
  await page.keyboard.press("ArrowDown");
  equal(await page.locator(".need:not([hidden])").count(), 1, "keyboard: needs shown");
  await page.locator("summary").first().focus();
  await page.keyboard.press("Enter");
  equal(await page.locator("details[open]").count(), 1, "keyboard: list of areas opened");
  await close();
}

async function filters(browser) {
  const { page, close } = await open(browser, "sample");
  const all = await shownFindings(page);
  const says = (count) => `${count} of ${all} findings shown`;
  equal(await page.locator("#finding-count").textContent(), says(all), "filters: status at first");
  await page.fill("#words", "dental");
  const dental = await shownFindings(page);
  check(dental > 0 && dental < all, `filters: ${dental} of ${all} for dental`);
  equal(await page.locator("#finding-count").textContent(), says(dental), "filters: status");
  await page.selectOption("#disposition", { index: 1 });
  check(await shownFindings(page) <= dental, "filters: two filters show more than one");
  await page.click("button[type=reset]");
  await page.waitForFunction((text) => document.getElementById("finding-count").textContent === text, says(all));
  await page.fill("#area", "NR");
  const norfolk = await shownFindings(page);
  check(norfolk > 0 && norfolk < all, `filters: ${norfolk} of ${all} for NR`);
  await page.fill("#area", "nowhere");
  equal(await shownFindings(page), 0, "filters: an area that is not there");
  await page.selectOption("#need-choice", "");
  check(await page.locator(".need:not([hidden])").count() > 1, "filters: all needs");
  await close();
}

async function withoutScripts(browser) {
  const { page, close } = await open(browser, "sample", { javaScriptEnabled: false });
  equal(await page.locator("form:visible").count(), 0, "without scripts: forms that do nothing");
  equal(await page.locator(".need:visible").count(), await page.locator(".need").count(), "without scripts: needs");
  equal(await page.locator(".finding:visible").count(), await page.locator(".finding").count(), "without scripts: findings");
  await close();
}

async function printed(browser) {
  const { page, close } = await open(browser, "sample");
  await page.emulateMedia({ media: "print" });
  equal(await page.locator("nav:visible, form:visible").count(), 0, "print: what only a screen needs");
  equal(await page.locator(".need:visible").count(), await page.locator(".need").count(), "print: needs");
  const pdf = await page.pdf({ format: "A4", path: pictures && `${pictures}/sample.pdf` });
  check(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 50000, "print: no PDF");
  await close();
}

async function hostileNames(browser) {
  const { page, close } = await open(browser, "hostile");
  const text = await page.locator("main").textContent();
  for (const name of ["<script>window.hacked = 1</script>", "onerror=\"window.hacked = 3\"", "=cmd|' /C calc'!A0", "&lt;b&gt;<b>"])
    check(text.includes(name), `hostile: ${name} is not shown as it is`);
  check(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u009f\u202a-\u202e\u2066-\u2069]/.test(text), "hostile: controls are left");
  const isolated = await page.evaluate(() => [...document.querySelectorAll("main bdi")].every((name) => getComputedStyle(name).unicodeBidi === "isolate"));
  check(isolated, "hostile: names that are not set apart");
  await page.fill("#words", "<script>");
  check(await shownFindings(page) > 0, "hostile: filter by a hostile name");
  equal(await page.evaluate(() => window.hacked), undefined, "hostile: a script of a name ran after filtering");
  await close();
}

async function takePictures(browser) {
  mkdirSync(pictures, { recursive: true });
  for (const name of ["sample", "hostile", "christmas", "gapless"])
    for (const [title, viewport] of Object.entries({ desktop: wide, phone: narrow })) {
      const { page, close } = await open(browser, name, { viewport });
      for (const id of await page.evaluate(() => [...document.querySelectorAll("h2")].map((heading) => heading.id))) {
        await page.evaluate((at) => document.getElementById(at).scrollIntoView(), id);
        await page.screenshot({ path: `${pictures}/${name}-${title}-${id}.png` });
      }
      await close();
    }
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: quiet });
if (pictures) await takePictures(browser);
for (const name of ["sample", "hostile", "christmas", "gapless"]) {
  await everyReport(browser, name);
  await accessible(browser, name);
}
await keyboard(browser);
await filters(browser);
await withoutScripts(browser);
await printed(browser);
await hostileNames(browser);
await browser.close();
for (const one of failed) console.log(`FAILED: ${one}`);
console.log(`${passed} checks passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
