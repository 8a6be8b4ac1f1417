// The load's own process, so that the server does not share its thread: reads {url, requests, amount} from
// standard input, sends them over 64 connections, answers {seconds, statuses, errors}.
import http from 'node:http'

const CONNECTIONS = 64
const chunks = []
for await (const chunk of process.stdin) chunks.push(chunk)
const { url, requests, amount } = JSON.parse(Buffer.concat(chunks).toString())
const { hostname, port } = new URL(url)
if (!['127.0.0.1', 'localhost'].includes(hostname)) throw new Error('this bench loads this machine only')

const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS })
const statuses = {}
let errors = 0
let next = 0

function send({ method, path, body, headers }) {
  return new Promise((resolve) => {
    const request = http.request({ agent, hostname, port, method, path, headers }, (response) => {
      statuses[response.statusCode] = (statuses[response.statusCode] ?? 0) + 1
      response.resume()
      response.on('end', resolve)
    })
    request.on('error', () => {
      errors += 1
      resolve()
    })
    request.end(body)
  })
}

async function connection() {
  while (next < amount) {
    const each = requests[next % requests.length]
    // Each answer comes from an address of its own, as customers' do.
    const from = `10.${(next >> 16) & 255}.${(next >> 8) & 255}.${next & 255}`
    next += 1
    await send({ ...each, headers: { 'x-forwarded-for': from, ...each.headers } })
  }
}

const began = performance.now()
await Promise.all(Array.from({ length: CONNECTIONS }, connection))
console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, statuses, errors }))
agent.destroy()
