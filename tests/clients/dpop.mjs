// A client of oauth4webapi with a token of oidc-provider: bound to its key, presented with proofs.
//
// Says where the authorization server is and what its keys are, hears where the API is, and then
// prints what it saw, a line each.
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { generateKeyPairSync } from 'node:crypto'
import assert from 'node:assert/strict'

import * as oauth from 'oauth4webapi'
import Provider from 'oidc-provider'

setTimeout(() => { console.error('it took too long'); process.exit(1) }, 60_000).unref()

// Those that the client signs proofs with.
const algorithms = ['ES256', 'Ed25519', 'PS256', 'RS256']
const secret = 'only-for-this-test'
const server = createServer().listen(0, '127.0.0.1')
await once(server, 'listening')
const issuer = `http://127.0.0.1:${server.address().port}`

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const about = { alg: 'RS256', use: 'sig', kid: 'one' }
const provider = new Provider(issuer, {
  clients: [{
    client_id: 'machine',
    client_secret: secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_basic',
  }],
  scopes: ['orders:read'],
  enabledJWA: { dPoPSigningAlgValues: algorithms },
  ttl: { ClientCredentials: 300 },
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), ...about }] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (context, resource) => ({
        scope: 'orders:read',
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 300,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
})
server.on('request', provider.callback())

const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), ...about }] }
console.log(JSON.stringify({ issuer, jwks }))
const [line] = await once(createInterface({ input: process.stdin }), 'line')
const { api } = JSON.parse(line)

const insecure = { [oauth.allowInsecureRequests]: true }

// From the URL of the API to its authorization server (RFC 9728), judged by the library.
const resource = new URL(api)
const found = await oauth.processResourceDiscoveryResponse(
  resource,
  await oauth.resourceDiscoveryRequest(resource, insecure),
)
assert.deepEqual(found.authorization_servers, [issuer])
console.log('metadata', JSON.stringify(found))

const as = await oauth.processDiscoveryResponse(
  new URL(issuer),
  await oauth.discoveryRequest(new URL(found.authorization_servers[0]), insecure),
)
const client = { client_id: 'machine' }

async function token(options) {
  const response = await oauth.clientCredentialsGrantRequest(
    as,
    client,
    oauth.ClientSecretBasic(secret),
    { resource: api, scope: 'orders:read' },
    { ...insecure, ...options },
  )
  return oauth.processClientCredentialsResponse(as, client, response)
}

async function present(path, accessToken, options) {
  try {
    const url = new URL(api + path)
    const response = await oauth.protectedResourceRequest(
      accessToken, 'GET', url, undefined, null, { ...insecure, ...options },
    )
    return { status: response.status, body: await response.text() }
  } catch (error) {
    if (!(error instanceof oauth.WWWAuthenticateChallengeError)) throw error
    const nonce = oauth.isDPoPNonceError(error)
    const lines = error.response.headers.get('www-authenticate')
    return { status: error.status, challenges: error.cause, nonce, lines }
  }
}

for (const algorithm of algorithms) {
  const keys = await oauth.generateKeyPair(algorithm)
  const DPoP = oauth.DPoP(client, keys)
  const bound = await token({ DPoP })
  assert.equal(bound.token_type, 'dpop')

  const first = await present('/orders', bound.access_token, { DPoP })
  assert.equal(first.status, 401)
  assert.ok(first.nonce, 'the library knows that a nonce is demanded')
  const second = await present('/orders', bound.access_token, { DPoP })
  assert.deepEqual(second, { status: 200, body: 'machine' })
  const third = await present('/orders', bound.access_token, { DPoP })
  assert.equal(third.status, 200, 'the same nonce for the next request')

  const plain = await present('/orders', bound.access_token)
  assert.equal(plain.status, 401)
  assert.equal(plain.challenges[0].scheme, 'bearer')
  assert.equal(plain.challenges[0].parameters.error, 'invalid_token')

  const thief = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
  assert.ok((await present('/orders', bound.access_token, { DPoP: thief })).nonce)
  const stolen = await present('/orders', bound.access_token, { DPoP: thief })
  assert.equal(stolen.status, 401)
  assert.equal(stolen.challenges[1].scheme, 'dpop')
  assert.equal(stolen.challenges[1].parameters.error, 'invalid_token')
  console.log('bound', algorithm)
}

const plain = await token()
assert.deepEqual(
  await present('/orders', plain.access_token),
  { status: 200, body: 'machine' },
)
console.log('plain')

// All our challenges, as the library's parser reads them.
for (const [path, accessToken] of [
  ['/orders', 'x'],
  ['/wider', plain.access_token],
  ['/recent', plain.access_token],
  ['/quoted', 'x'],
  ['/proof', plain.access_token],
]) {
  const answer = await present(path, accessToken)
  assert.ok(answer.challenges, path)
  console.log('challenge', JSON.stringify({ path, ...answer }))
}

server.close()
server.closeAllConnections()
process.exit(0)
