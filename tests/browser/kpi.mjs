// Looks at reports of call-handling figures in a real browser.
import { check, equal, open, pictures, test } from "./pages.mjs";

const plain = (text) => text.replace(/\u00a0/g, " ");

// What a commissioner needs to see without scrolling.
async function firstScreen(browser) {
  const { page, close } = await open(browser, "norfolk");
  const verdict = page.locator(".verdict");
  const text = plain(await verdict.textContent());
  for (const words of ["4 of 4 targets missed in March 2016", "15,829 callers", "11,917 more than the targets allow", "getting worse", "cannot be said yet"])
    check(text.includes(words), `first screen: "${words}" is not in "${text}"`);
  equal(await page.locator(".figures > li").count(), 4, "first screen: targets");
  const last = await page.locator(".figures > li .missed").last().boundingBox();
  check(last && last.y + last.height < 900, `first screen: the verdicts end at ${last && last.y + last.height} pixels`);
  for (const words of ["57.81 %", "12,411 of 21,468", "9,057 callers waited longer: 7,984 too many"])
    check(plain(await page.locator(".figures").textContent()).includes(words), `first screen: no "${words}"`);
  check((await page.locator("main > section").first().textContent()).includes("all three figures together"), "first screen: call-backs stand alone");
  await close();
}

// The plan of a variant of the contracts began in December; since then things went the other way.
async function failingPlan(browser) {
  const { page, close } = await open(browser, "late");
  const text = plain(await page.locator("main").textContent());
  for (const words of ["The improvement plan’s deadline will not hold at this pace", "At this pace the plan's deadline, 30 September 2016, will not hold",
    "behind by", "6.20 points a month, for 6 months"])
    check(text.includes(words), `failing plan: no "${words}"`);
  equal(await page.locator("#mds-answered-60 ~ .wide .needed").count(), 1, "failing plan: the line still needed");
  await close();
}

// Each chart says in words what it shows, and leads to a table with all of its numbers.
async function charts(browser) {
  for (const name of ["norfolk", "south", "two", "hostile"]) {
    const { page, close } = await open(browser, name);
    const wrong = await page.evaluate(() => [...document.querySelectorAll("article.kpi")].filter((article) => {
      const svg = article.querySelector("svg[role=img]");
      const named = (svg.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "");
      const table = document.getElementById(`${article.querySelector("h3").id}-rows`);
      return named.length !== 2 || named.some((text) => text.length < 10) || !table;
    }).map((article) => article.querySelector("h3").textContent));
    equal(wrong.join(), "", `${name}: charts without words or a table`);
    check(await page.locator("article.kpi").count() > 8, `${name}: too few charts`);
    const outside = await page.evaluate(() => [...document.querySelectorAll(".chart circle, .chart path.point, .chart .label")].filter((shape) => {
      const own = shape.getBoundingClientRect(), all = shape.closest("svg").getBoundingClientRect();
      return own.left < all.left - 1 || own.right > all.right + 1 || own.top < all.top - 1 || own.bottom > all.bottom + 1;
    }).length);
    equal(outside, 0, `${name}: drawn outside of its chart`);
    await close();
  }
}

// What is marked is marked by its shape, and told by a word.
async function marks(browser) {
  const { page, close } = await open(browser, "south");
  equal(await page.locator("#mds-callback-10 ~ .wide .broken").count(), 5, "marks: contradictory months");
  equal(await page.locator("#mds-answered-60 ~ .wide .broken").count(), 0, "marks: a contradiction that is of other counts");
  equal(await page.locator("#mds-answered-60 ~ .wide .revised").count(), 1, "marks: revised months");
  equal(await page.locator("#mds-abandoned ~ .wide .revised").count(), 0, "marks: published anew, and the same");
  const words = await page.locator("#rows ~ *").allTextContents();
  for (const part of ["transferred = warm + callback_offered", "contradicts itself", "published anew", "replaced"])
    check(words.join(" ").includes(part), `marks: no "${part}"`);
  await close();
}

async function neverJoined(browser) {
  const { page, close } = await open(browser, "two");
  const both = await page.evaluate(() => [...document.querySelectorAll("article.kpi h3")].map((title) => title.id.split("-")[0]));
  check(both.includes("mds") && both.includes("iuc"), "collections: not both are there");
  const years = await page.evaluate(() => [...document.querySelectorAll("article.kpi")].filter((article) => {
    const shown = [...article.querySelectorAll(".month")].map((one) => Number(one.textContent)).filter((year) => year > 2000);
    return Math.min(...shown) < 2018 && Math.max(...shown) > 2018;
  }).length);
  equal(years, 0, "collections: joined into one chart");
  await close();
}

async function keyboard(browser) {
  const { page, close } = await open(browser, "norfolk");
  await page.keyboard.press("Tab");
  equal(await page.evaluate(() => document.activeElement.className), "skip", "keyboard: the first stop");
  await page.keyboard.press("Enter");
  equal(await page.evaluate(() => document.activeElement.id), "main", "keyboard: where the skip link leads");
  await page.keyboard.press("Tab");
  equal(await page.evaluate(() => document.activeElement.hash), "#mds-answered-60", "keyboard: the first target");
  await page.keyboard.press("Enter");
  check(await page.evaluate(() => document.getElementById("mds-answered-60").getBoundingClientRect().top < 200), "keyboard: its chart");
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const isSeen = await page.evaluate(() => { const style = getComputedStyle(document.activeElement); return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; });
    check(isSeen, "keyboard: focus that is not visible");
  }
  await close();
}

async function printed(browser) {
  const { page, close } = await open(browser, "norfolk");
  await page.emulateMedia({ media: "print" });
  equal(await page.locator("nav:visible").count(), 0, "print: what only a screen needs");
  equal(await page.locator("article.kpi svg.chart:visible").count(), await page.locator("article.kpi").count(), "print: charts");
  const pdf = await page.pdf({ format: "A4", path: pictures && `${pictures}/norfolk.pdf` });
  check(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 50000, "print: no PDF");
  await close();
}

async function hostileNames(browser) {
  const { page, close } = await open(browser, "hostile");
  const text = await page.locator("body").textContent();
  for (const name of ["<script>window.hacked = 1</script>", "</title></style></script><script>window.hacked = 2</script>", "onerror=\"window.hacked = 3\"", "=cmd|' /C calc'!A0"])
    check(text.includes(name), `hostile: ${name} is not shown as it is`);
  check(!/[\u202a-\u202e\u2066-\u2069]/.test(text), "hostile: controls are left");
  equal(await page.evaluate(() => window.hacked), undefined, "hostile: a script of a name ran");
  await close();
}

await test(["norfolk", "late", "south", "two", "hostile"], 0, [firstScreen, failingPlan, charts, marks, neverJoined, keyboard, printed, hostileNames]);
