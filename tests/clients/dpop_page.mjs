// A page of another origin in headless Chromium that presents a DPoP-bound token: the browser lets it
// send the proof and read the challenge and the nonce only if the API's CORS rules say so.
//
// Says to which key the token is to be bound, hears where the API is and the token, and then prints
// what the page saw.
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { createHash, generateKeyPairSync } from 'node:crypto'

import { chromium } from 'playwright-core'

setTimeout(() => { console.error('it took too long'); process.exit(1) }, 60_000).unref()

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = privateKey.export({ format: 'jwk' })
const { crv, kty, x, y } = jwk
const canonical = JSON.stringify({ crv, kty, x, y })
const jkt = createHash('sha256').update(canonical).digest('base64url')

console.log(JSON.stringify({ jkt }))
const [line] = await once(createInterface({ input: process.stdin }), 'line')
const { api, token } = JSON.parse(line)

const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html')
  response.end('<!doctype html><title>app</title>')
}).listen(0, '127.0.0.1')
await once(server, 'listening')

const executablePath = execFileSync('sh', ['-c', 'command -v chromium']).toString().trim()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const page = await browser.newPage()
await page.goto(`http://127.0.0.1:${server.address().port}/`)

const seen = await page.evaluate(async ({ api, token, jwk }) => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign'])
  const base64url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const text = (value) => new TextEncoder().encode(value)
  const { kty, crv, x, y } = jwk

  async function present(nonce) {
    const url = `${api}/orders`
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } }
    const claims = {
      jti: crypto.randomUUID(),
      htm: 'GET',
      htu: url,
      iat: Math.floor(Date.now() / 1000),
      ath: base64url(await crypto.subtle.digest('SHA-256', text(token))),
      nonce,
    }
    const part = (value) => base64url(text(JSON.stringify(value)))
    const message = `${part(header)}.${part(claims)}`
    const signature = await crypto.subtle.sign(algorithm, key, text(message))
    const proof = `${message}.${base64url(signature)}`
    const response = await fetch(url, {
      headers: { authorization: `DPoP ${token}`, dpop: proof },
    })
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      nonce: response.headers.get('dpop-nonce'),
      body: await response.text(),
    }
  }

  const first = await present(undefined)
  return [first, await present(first.nonce ?? undefined)]
}, { api, token, jwk })

for (const answer of seen) console.log(JSON.stringify(answer))
await browser.close()
process.exit(0)
