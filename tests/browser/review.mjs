// Looks at the page of a change in a real browser.
import { check, equal, narrow, open, pictures, test } from "./pages.mjs";

const hostile = ["<script>window.hacked = 1</script>", "</title></style></script><script>window.hacked = 2</script>",
  "onerror=\"window.hacked = 3\"", "' onfocus='window.hacked = 4' autofocus='", "=cmd|' /C calc'!A0"];

// What is to be signed off, to the last character, with what conflicts, and what it would do.
async function whatIsSaid(browser) {
  const { page, close } = await open(browser, "review");
  const fields = await page.locator("#fields ~ * td, #fields ~ * th").allTextContents();
  for (const part of ["active", "closed"])
    check(fields.some((field) => field.includes(part)), `review: no "${part}" among the fields`);
  const text = await page.locator("main").textContent();
  for (const part of ["Conflict: change 2 (pending, avery) makes it suspended", "opens 10 gaps", "no doctors left"])
    check((await page.locator("body").textContent()).includes(part), `review: no "${part}"`);
  check(text.length > 500, "review: next to nothing is said");
  await close();
}

async function keyboard(browser) {
  const { page, close } = await open(browser, "review");
  await page.keyboard.press("Tab");
  equal(await page.evaluate(() => document.activeElement.className), "skip", "keyboard: the first stop");
  await page.keyboard.press("Enter");
  equal(await page.evaluate(() => document.activeElement.id), "main", "keyboard: where the skip link leads");
  await close();
}

async function printed(browser) {
  for (const name of ["review", "hostile"]) {
    const { page, close } = await open(browser, name);
    await page.emulateMedia({ media: "print" });
    equal(await page.locator("nav:visible").count(), 0, `print: what only a screen needs, of ${name}`);
    await page.setViewportSize({ width: 680, height: 960 }); // what is left of A4
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    equal(over, 0, `print: ${name} is wider than paper by`);
    const pdf = await page.pdf({ format: "A4", path: pictures && `${pictures}/${name}.pdf` });
    check(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 20000, `print: no PDF of ${name}`);
    await close();
  }
}

async function hostileValues(browser) {
  const { page, seen, close } = await open(browser, "hostile");
  const text = await page.locator("body").textContent();
  for (const name of hostile) check(text.includes(name), `hostile: ${name} is not shown as it is`);
  check(text.includes("x".repeat(10000)), "hostile: a value that is to be signed off is cut");
  check(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u009f\u202a-\u202e\u2066-\u2069]/.test(text), "hostile: controls are left");
  const isolated = await page.evaluate(() => [...document.querySelectorAll("main bdi")].every((name) => getComputedStyle(name).unicodeBidi === "isolate"));
  check(isolated, "hostile: values that are not set apart");
  equal(await page.evaluate(() => window.hacked), undefined, "hostile: a script of a value ran");
  equal(seen.requests.join(), "", "hostile: asked the network for");
  await close();
}

// What is wide is scrolled within itself, and can be reached by keys.
async function onAPhone(browser) {
  const { page, close } = await open(browser, "review", { viewport: narrow });
  const stuck = await page.evaluate(() => [...document.querySelectorAll("main *")].filter((each) =>
    each.scrollWidth > each.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(each).overflowX) && each.tabIndex < 0).length);
  equal(stuck, 0, "phone: tables that keys cannot scroll");
  await close();
}

await test(["review", "hostile", "decided"], 0, [whatIsSaid, keyboard, printed, hostileValues, onAPhone]);
