// What the tests of pages in a real browser share. usage: CHROMIUM=/usr/bin/chromium node TEST.mjs FOLDER
import { mkdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const axe = createRequire(import.meta.url).resolve("axe-core");
export const pictures = process.env.SIGNPOST_SCREENSHOTS;
const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const wide = { width: 1280, height: 900 };
export const narrow = { width: 400, height: 800 };
let passed = 0;
export const failed = [];

export const check = (good, what) => {
  if (good) passed++;
  else failed.push(what);
};
export const equal = (got, expected, what) => check(got === expected, `${what}: ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`);

// A page with a report, and what it asked for or complained about.
export async function open(browser, name, options = {}) {
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

// What holds for every page.
async function everyPage(browser, name, scripts = 1) {
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
  equal(facts.scripts, scripts, `${name}: scripts`);
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

// A picture from each heading on.
async function takePictures(browser, names) {
  mkdirSync(pictures, { recursive: true });
  for (const name of names)
    for (const [title, viewport] of Object.entries({ desktop: wide, phone: narrow })) {
      const { page, close } = await open(browser, name, { viewport });
      for (const id of await page.evaluate(() => [...document.querySelectorAll("h2")].map((heading) => heading.id))) {
        await page.evaluate((at) => document.getElementById(at).scrollIntoView(), id);
        await page.screenshot({ path: `${pictures}/${name}-${title}-${id}.png` });
      }
      await close();
    }
}

// Looks at pages, each with so many scripts, for what holds for all; then does what a test adds. Ends with the count.
export async function test(names, scripts, more) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: quiet });
  if (pictures) await takePictures(browser, names);
  for (const name of names) {
    await everyPage(browser, name, scripts);
    await accessible(browser, name);
  }
  for (const one of more) await one(browser);
  await browser.close();
  for (const one of failed) console.log(`FAILED: ${one}`);
  console.log(`${passed} checks passed, ${failed.length} failed`);
  process.exit(failed.length ? 1 : 0);
}
