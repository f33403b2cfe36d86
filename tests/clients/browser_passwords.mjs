// Chromium, which knows a password of one server, and the pages of another: the arguments are the
// two servers. Prints what it saw, and ends with an error at the first thing that is not as it
// should be.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

const [server, other] = process.argv.slice(2);
setTimeout(() => {
  console.error("it takes longer than a minute");
  process.exit(2);
}, 60_000).unref();

const executablePath = execFileSync("sh", ["-c", "command -v chromium"]).toString().trim();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  for (const scheme of ["basic", "digest"]) {
    await forms(scheme);
    await sockets(scheme);
  }
  console.log("passwords: all well");
} finally {
  await browser.close();
}

function saw(what, actual, expected) {
  console.log(`${what}: ${JSON.stringify(actual)}`);
  assert.deepEqual(actual, expected, what);
}

async function known(scheme) {
  const httpCredentials = { username: "ada", password: "correct horse", origin: server };
  const page = await (await browser.newContext({ httpCredentials })).newPage();
  const response = await page.goto(`${server}/${scheme}`);
  saw(`${scheme}: the password is known`, response.status(), 200);
  return page;
}

async function forms(scheme) {
  const page = await known(scheme);
  const post = async (from) => {
    await page.goto(from);
    const [response] = await Promise.all([
      page.waitForResponse((it) => it.request().method() === "POST"),
      page.waitForEvent("framenavigated"),
      page.evaluate((action) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "post", action });
        document.body.append(form);
        form.submit();
      }, `${server}/${scheme}`),
    ]);
    await page.waitForLoadState();
    const headers = await response.request().allHeaders();
    return [response.status(), headers["sec-fetch-site"]];
  };
  saw(`${scheme}: form of its own`, await post(`${server}/${scheme}`), [200, "same-origin"]);
  saw(`${scheme}: form of another origin`, await post(other), [403, "same-site"]);
  const elsewhere = other.replace("127.0.0.1", "localhost");
  saw(`${scheme}: form of another site`, await post(elsewhere), [403, "cross-site"]);
  await page.context().close();
}

/// Whether the guard let it pass, the count of the page tells: here it fails in any case, for there
/// is no `WebSocket` behind it.
async function sockets(scheme) {
  const page = await known(scheme);
  for (const from of [`${server}/${scheme}`, other]) {
    await page.goto(from);
    const url = `${server.replace("http", "ws")}/socket/${scheme}`;
    const opened = await page.evaluate(
      (url) =>
        new Promise((done) => {
          const socket = new WebSocket(url);
          socket.onopen = () => done(true);
          socket.onerror = () => done(false);
        }),
      url,
    );
    saw(`${scheme}: socket from ${from === other ? "elsewhere" : "its own"}`, opened, false);
  }
  await page.context().close();
}
