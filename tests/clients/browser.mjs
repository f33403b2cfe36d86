// Chromium against a server of the tests: `browser.mjs session|cors|native <server> [<other> …]`.
// Prints what it saw, and ends with an error at the first thing that is not as it should be.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

const [task, server, other, token] = process.argv.slice(2);
setTimeout(() => {
  console.error("it takes longer than a minute");
  process.exit(2);
}, 60_000).unref();

const executablePath = execFileSync("sh", ["-c", "command -v chromium"]).toString().trim();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  await { session, cors, native }[task]();
  console.log(`${task}: all well`);
} finally {
  await browser.close();
}

function saw(what, actual, expected) {
  console.log(`${what}: ${JSON.stringify(actual)}`);
  assert.deepEqual(actual, expected, what);
}

async function session() {
  const context = await browser.newContext();
  const page = await context.newPage();
  const where = () => page.url().replace(server, "");
  const heading = () => page.textContent("h1");

  await page.goto(`${server}/orders?page=2&sort=a%2Fb`);
  saw("led to", where(), "/login?return_to=/orders%3Fpage%3D2%26sort%3Da%252Fb");
  await page.fill("input[name=name]", "ada");
  await Promise.all([page.waitForURL(`${server}/orders**`), page.click("button")]);
  saw("led back to", where(), "/orders?page=2&sort=a%2Fb");
  saw("heading", await heading(), "Orders of ada");

  const cookies = await context.cookies();
  saw("cookies", cookies.map((it) => [it.name, it.path, it.httpOnly, it.sameSite, it.expires]), [
    ["session", "/", true, "Lax", -1],
  ]);
  saw("scripts read", await page.evaluate(() => document.cookie), "");

  await page.goto(`${server}/staff`);
  saw("not allowed", await heading(), "Forbidden");

  await page.goto(`${server}/orders`);
  const [own] = await Promise.all([page.waitForResponse(isPost), page.click("#order")]);
  saw("own form", own.status(), 200);

  // Without JavaScript's fetch, which would ask first: a form needs nobody's leave.
  const foreign = async (origin) => {
    await page.goto(origin);
    const [response] = await Promise.all([
      page.waitForResponse(isPost),
      page.evaluate((action) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "post", action });
        document.body.append(form);
        form.submit();
      }, `${server}/orders`),
    ]);
    const headers = await response.request().allHeaders();
    await page.waitForLoadState();
    return {
      status: response.status(),
      site: headers["sec-fetch-site"],
      cookie: "cookie" in headers,
      heading: await heading(),
    };
  };
  saw("form of the same site", await foreign(other), {
    status: 403,
    site: "same-site",
    cookie: true,
    heading: "Forbidden",
  });
  saw("form of another site", await foreign(other.replace("127.0.0.1", "localhost")), {
    status: 401,
    site: "cross-site",
    cookie: false,
    heading: "Unauthorized",
  });

  // A script gets data and no redirect, and no prompt opens for it.
  await page.goto(`${server}/login`);
  await context.clearCookies();
  const fetched = await page.evaluate(async () => {
    const response = await fetch("/orders", { headers: { accept: "text/html" } });
    return [response.status, response.redirected, response.headers.get("www-authenticate")];
  });
  saw("a script", fetched, [401, false, 'Session realm="api"']);

  await page.goto(`${server}/orders`);
  await page.fill("input[name=name]", "ada");
  await Promise.all([page.waitForURL(`${server}/orders`), page.click("button")]);
  await Promise.all([page.waitForURL(`${server}/logout`), page.click("#leave")]);
  saw("bye", await heading(), "Bye");
  saw("cookies", await context.cookies(), []);
  await page.goto(`${server}/orders`);
  saw("led to", where(), "/login?return_to=/orders");
}

function isPost(response) {
  return response.request().method() === "POST";
}

async function cors() {
  const page = await browser.newPage();
  await page.goto(other);
  const ask = (path, authorization) =>
    page.evaluate(
      async ([url, authorization]) => {
        try {
          const headers = authorization ? { authorization } : {};
          const response = await fetch(url, { headers });
          return [response.status, response.headers.get("www-authenticate")];
        } catch (error) {
          return error.name;
        }
      },
      [`${server}${path}`, authorization],
    );
  saw("without a token", await ask("/quiet/me"), [401, null]);
  saw("with a bad one", await ask("/quiet/me", "Bearer x.y.z"), [401, null]);
  saw("with a good one", await ask("/quiet/me", `Bearer ${token}`), [200, null]);
  saw("exposed", await ask("/telling/me"), [401, 'Bearer realm="api"']);
  const [status, challenge] = await ask("/telling/me", "Bearer x.y.z");
  saw("exposed, with a bad one", status, 401);
  assert.match(challenge, /^Bearer realm="api", error="invalid_token"/);
  saw("no leave to send a token", await ask("/closed/me", `Bearer ${token}`), "TypeError");
}

async function native() {
  const visit = async (path, password) => {
    const httpCredentials = { username: "ada", password };
    const context = await browser.newContext({ httpCredentials });
    const page = await context.newPage();
    const response = await page.goto(`${server}${path}`);
    const seen = [response.status(), response.status() === 200 ? await response.text() : ""];
    await context.close();
    return seen;
  };
  saw("Basic", await visit("/basic", "correct horse"), [200, "ada by Basic"]);
  saw("Digest", await visit("/digest", "correct horse"), [200, "ada by Digest"]);
  saw("the first it knows of two", await visit("/both", "correct horse"), [200, "ada by Digest"]);
  for (const path of ["/basic", "/digest", "/both"]) {
    saw(`${path}, wrong password`, (await visit(path, "wrong"))[0], 401);
  }
}
