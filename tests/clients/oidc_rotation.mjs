// Calls an API with tokens of a real authorization server while that one replaces its keys.
//
//   node oidc_rotation.mjs <issuer> <API>
//
// Client: npm `oauth4webapi`. Prints {"requests":…,"failed":…,"kids":[…]} and ends with 1 if a request
// failed. The API moves its clock by half a minute at POST /tick.

import * as oauth from 'oauth4webapi'

const [issuer, api] = process.argv.slice(2)
const CLIENTS = 6
const ROTATIONS = 4
const plain = { [oauth.allowInsecureRequests]: true }

const server = await oauth
  .discoveryRequest(new URL(issuer), plain)
  .then((response) => oauth.processDiscoveryResponse(new URL(issuer), response))
const client = { client_id: 'machine' }
const authentication = oauth.ClientSecretBasic('secret')

const counted = { requests: 0, failed: 0 }
const kids = new Set()

async function freshToken() {
  const asked = new URLSearchParams({ resource: 'https://api.example', scope: 'orders:read' })
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, asked, plain)
  const { access_token: token } = await oauth.processClientCredentialsResponse(server, client, response)
  const header = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'))
  return { token, kid: header.kid }
}

async function call({ token, kid }) {
  const url = new URL('/me', api)
  counted.requests += 1
  try {
    const response = await oauth.protectedResourceRequest(token, 'GET', url, undefined, undefined, plain)
    if (response.status !== 200) throw new Error(`${response.status}`)
    await response.text()
    kids.add(kid)
  } catch (error) {
    counted.failed += 1
    console.error(kid, error.cause ?? error.message)
  }
}

// Each client has an old token and a new one at any time, as clients do.
let isOver = false
async function hammer() {
  let old = await freshToken()
  while (!isOver) {
    const fresh = await freshToken()
    await Promise.all([call(old), call(fresh), call(old), call(fresh)])
    old = fresh
  }
}

async function post(url) {
  const response = await fetch(url, { method: 'POST' })
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
}

async function until(isSo) {
  while (!isSo()) await new Promise((resume) => setImmediate(resume))
}

setTimeout(() => { console.error('too slow'); process.exit(2) }, 60_000).unref()

async function rotate() {
  await until(() => kids.size > 0)
  for (let rotation = 1; rotation <= ROTATIONS; rotation += 1) {
    const { requests } = counted
    await post(new URL('/-/rotate', issuer))
    await until(() => kids.size > rotation && counted.requests > requests + 10 * CLIENTS)
    await post(new URL('/tick', api))
  }
}

const clients = Array.from({ length: CLIENTS }, hammer)
await Promise.race([rotate(), Promise.all(clients)])
isOver = true
await Promise.all(clients)
console.log(JSON.stringify({ ...counted, kids: [...kids] }))
process.exit(counted.failed ? 1 : 0)
