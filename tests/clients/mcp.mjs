// The client of the MCP SDK (`sdk` or `client` is the package): it knows nothing but the URL of the
// API, finds the authorization server through the 401, and steps up through the 403.
//
// Says where the authorization server is and its secret, hears where the API is, and then prints what
// it saw, a line each. The authorization server is a small one of this script, because the real one has
// no user who consents.
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import assert from 'node:assert/strict'

setTimeout(() => { console.error('it took too long'); process.exit(1) }, 60_000).unref()

const secret = randomBytes(32)
const server = createServer().listen(0, '127.0.0.1')
await once(server, 'listening')
const issuer = `http://127.0.0.1:${server.address().port}`
const granted = []
const codes = new Map()

function mint(scope, audience) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const header = { alg: 'HS256', typ: 'at+jwt' }
  const claims = { iss: issuer, sub: 'agent', aud: audience, scope, iat: now, exp: now + 300 }
  const message = `${part(header)}.${part(claims)}`
  const signature = createHmac('sha256', secret).update(message).digest('base64url')
  return `${message}.${signature}`
}

const pages = {
  '/.well-known/oauth-authorization-server': () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'client_credentials'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'],
  }),
  '/authorize': ({ query }) => {
    const code = randomBytes(16).toString('hex')
    codes.set(code, {
      scope: query.get('scope') ?? '',
      resource: query.get('resource'),
      challenge: query.get('code_challenge'),
    })
    return { code }
  },
  '/token': ({ form }) => {
    let { scope, resource } = Object.fromEntries(form)
    if (form.get('grant_type') === 'authorization_code') {
      const code = codes.get(form.get('code'))
      const verifier = createHash('sha256').update(form.get('code_verifier')).digest('base64url')
      assert.equal(verifier, code.challenge)
      ;({ scope, resource } = code)
    }
    granted.push({ scope, resource })
    return {
      access_token: mint(scope, resource),
      token_type: 'Bearer',
      expires_in: 300,
      scope,
    }
  },
}

server.on('request', async (request, response) => {
  const url = new URL(request.url, issuer)
  const page = pages[url.pathname]
  let body = ''
  for await (const part of request) body += part
  const found = page?.({ query: url.searchParams, form: new URLSearchParams(body) })
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(found ?? {}))
})

console.log(JSON.stringify({ issuer, secret: secret.toString('base64url') }))
const [line] = await once(createInterface({ input: process.stdin }), 'line')
const { api } = JSON.parse(line)

async function withMachine() {
  const sdk = await import('@modelcontextprotocol/client')
  const provider = new sdk.ClientCredentialsProvider({
    clientId: 'agent',
    clientSecret: 'only-for-this-test',
    expectedIssuer: issuer,
  })
  return async (url) => {
    const transport = new sdk.StreamableHTTPClientTransport(new URL(url), { authProvider: provider })
    const client = new sdk.Client({ name: 'test', version: '1' })
    await client.connect(transport)
    return client
  }
}

// Somebody who logs in and consents, each time he is asked.
async function withUser() {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js')
  const { StreamableHTTPClientTransport } = await import(
    '@modelcontextprotocol/sdk/client/streamableHttp.js'
  )
  const { UnauthorizedError } = await import('@modelcontextprotocol/sdk/client/auth.js')
  const kept = {}
  const provider = {
    redirectUrl: 'http://127.0.0.1/callback',
    clientMetadata: { client_name: 'test', redirect_uris: ['http://127.0.0.1/callback'] },
    clientInformation: () => ({ client_id: 'agent' }),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => { kept.tokens = tokens },
    saveCodeVerifier: (verifier) => { kept.verifier = verifier },
    codeVerifier: () => kept.verifier,
    redirectToAuthorization: async (url) => { kept.code = (await (await fetch(url)).json()).code },
  }
  return async (url) => {
    for (;;) {
      const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider: provider })
      const client = new Client({ name: 'test', version: '1' })
      try {
        kept.code = undefined
        await client.connect(transport)
        return client
      } catch (error) {
        if (!(error instanceof UnauthorizedError) || !kept.code) throw error
        await transport.finishAuth(kept.code)
      }
    }
  }
}

const connect = await { client: withMachine, sdk: withUser }[process.argv[2]]()

const reader = await connect(`${api}/mcp`)
assert.deepEqual((await reader.listTools()).tools.map((tool) => tool.name), ['read'])
await reader.close()
console.log('came in', JSON.stringify(granted))

const writer = await connect(`${api}/mcp/write`)
assert.deepEqual((await writer.listTools()).tools.map((tool) => tool.name), ['write'])
await writer.close()
console.log('stepped up', JSON.stringify(granted))

server.close()
server.closeAllConnections()
process.exit(0)
