// Looks at the audit's reports in a real browser.
import { check, equal, open, pictures, test } from "./pages.mjs";

const shownFindings = (page) => page.locator(".findings > li:not([hidden])").count();

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

await test(["sample", "hostile", "christmas", "gapless"], 1, [keyboard, filters, withoutScripts, printed, hostileNames]);
