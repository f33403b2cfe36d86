// An authorization server's introspection endpoint behind TLS, on a free port of this machine. It ends
// when its standard input does.
//
//   node authorization_server_tls.mjs <key.pem> <certificate.pem>
//
// Prints {"port":40123} when it is ready, and calls every token active.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'

const [key, cert] = process.argv.slice(2).map((path) => readFileSync(path))
const verdict = { active: true, sub: 'alice', aud: 'https://api.example' }

const server = createServer({ key, cert }, (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(verdict))
})

server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })))

process.stdout.on('error', () => {})
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
process.stdin.on('error', () => process.exit(0))
