// A real authorization server on a free port of this machine: npm `oidc-provider`, everything in
// memory. It ends when its standard input does, so it cannot outlive the test that started it.
//
//   node authorization_server.mjs [--dpop-nonces]
//
// Prints one line of JSON when it is ready:
//
//   {"issuer":"http://127.0.0.1:40123"}
//
// What it serves, besides what its discovery document names (token, introspection, revocation, jwks):
//
//   POST /-/rotate    signs with new keys from now on; the old ones stay in the set     → 204
//   POST /-/withdraw  leaves only the keys that it signs with in the set                → 204
//   POST /-/break     answers everything but these with 500 from now on                 → 204
//   POST /-/mend      answers as before                                                 → 204
//
// Clients, both with the secret "secret" by client_secret_basic:
//
//   machine       gets tokens for itself (client_credentials)
//   bound         the same, and all its tokens are DPoP-bound
//   api           asks for introspection
//
// Resources (`resource=` at the token endpoint), each with the scopes "orders:read orders:write":
//
//   https://api.example      JWT access tokens (RFC 9068), RS256
//   https://ec.example       the same, ES256
//   https://opaque.example   opaque tokens
//
// A token request with a `DPoP` header gets a DPoP-bound token. With --dpop-nonces the proof needs a
// nonce of the server's.

import { createServer } from 'node:http'
import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'

// It warns of what is wrong in production: everything here.
console.info = () => {}
console.warn = () => {}
const { default: Provider } = await import('oidc-provider')

const SCOPES = 'orders:read orders:write'
const LIFETIME = 300
const RESOURCES = {
  'https://api.example': { accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } },
  'https://ec.example': { accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } },
  'https://opaque.example': { accessTokenFormat: 'opaque' }
}

const machine = {
  client_secret: 'secret',
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  scope: SCOPES
}
const clients = [
  { ...machine, client_id: 'machine' },
  { ...machine, client_id: 'bound', dpop_bound_access_tokens: true },
  { ...machine, client_id: 'api' }
]

let rotations = 0
async function freshKeys() {
  rotations += 1
  const keys = ['RS256', 'ES256'].map(async (alg) => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true })
    return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `${alg}-${rotations}` }
  })
  return Promise.all(keys)
}

const nonceSecret = randomBytes(32)
const needsNonce = process.argv.includes('--dpop-nonces')

// A provider reads its keys once. Its memory is the module's, so the next one knows its tokens.
function provider(issuer, keys) {
  return new Provider(issuer, {
    clients,
    jwks: { keys },
    scopes: SCOPES.split(' '),
    ttl: { ClientCredentials: LIFETIME },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      dPoP: { enabled: true, nonceSecret, requireNonce: () => needsNonce },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo(ctx, resource) {
          const info = RESOURCES[resource]
          if (!info) throw new Error(`no such resource: ${resource}`)
          return { scope: SCOPES, audience: resource, accessTokenTTL: LIFETIME, ...info }
        }
      }
    }
  }).callback()
}

let issuer
let keys = await freshKeys()
let serve
let isBroken = false

const commands = {
  '/-/rotate': async () => {
    keys = [...(await freshKeys()), ...keys]
    serve = provider(issuer, keys)
  },
  '/-/withdraw': async () => {
    keys = keys.slice(0, 2)
    serve = provider(issuer, keys)
  },
  '/-/break': async () => { isBroken = true },
  '/-/mend': async () => { isBroken = false }
}

const server = createServer(async (request, response) => {
  const command = request.method === 'POST' && commands[request.url]
  if (command) {
    await command()
    response.writeHead(204).end()
  } else if (isBroken) {
    response.writeHead(500, { 'content-type': 'application/json' }).end('{}')
  } else {
    serve(request, response)
  }
})

server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`
  serve = provider(issuer, keys)
  console.log(JSON.stringify({ issuer }))
})

// Whoever started it may have read the first line and no more.
process.stdout.on('error', () => {})
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
process.stdin.on('error', () => process.exit(0))
