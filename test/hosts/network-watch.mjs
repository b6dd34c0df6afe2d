// Loaded before a program (`node --require`, so in its threads too): every connection and every look-up of a name that leaves this machine is
// written to the file of TIERLAB_NETWORK_LOG, and fails.
import { appendFileSync } from 'node:fs'
import dns from 'node:dns'
import dgram from 'node:dgram'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const isLocal = (host) =>
  host === undefined || /^(localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|::)$/.test(host)
const tell = (what) => appendFileSync(process.env.TIERLAB_NETWORK_LOG, `${what}\n`)

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...words) {
  const [first] = Array.isArray(words[0]) ? words[0] : words
  const host =
    typeof first === 'object' && first !== null
      ? first.host
      : typeof words[1] === 'string'
        ? words[1]
        : undefined
  if (!isLocal(host)) {
    tell(`connect ${host}`)
    process.nextTick(() => this.destroy(new Error('the test lets nobody out')))
    return this
  }
  return connect.apply(this, words)
}
for (const name of Object.keys(dns)) {
  if (!/^(lookup|resolve)/.test(name) || typeof dns[name] !== 'function') continue
  const was = dns[name]
  dns[name] = (host, ...rest) => {
    if (isLocal(host)) return was(host, ...rest)
    tell(`${name} ${host}`)
    const done = rest.at(-1)
    if (typeof done === 'function') process.nextTick(() => done(new Error('the test lets nobody out')))
    return undefined
  }
}
const send = dgram.Socket.prototype.send
dgram.Socket.prototype.send = function (...words) {
  tell(`datagram ${words.find((word) => typeof word === 'string')}`)
  return send.apply(this, words)
}
syncBuiltinESMExports()
