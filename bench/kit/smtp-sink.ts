import { parentPort } from 'node:worker_threads'
import { SMTPServer } from 'smtp-server'

// A mail server in a thread of its own that takes everything and keeps nothing. It says its port, and with each mail
// how many it has taken.
let taken = 0
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, _session, done) {
    stream.on('end', () => {
      taken += 1
      parentPort!.postMessage({ taken })
      done()
    })
    stream.resume()
  },
})
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => {
  parentPort!.postMessage({ port: (server.server.address() as { port: number }).port })
})
