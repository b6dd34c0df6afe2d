// The name of a build: a hash over every source that goes into it. Equal sources, equal id, on any machine.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const SOURCES = ['main', 'renderer', 'shared', 'package.json', 'package-lock.json', 'vite.config.ts']

/** Whether this copy of the program has its sources (an installed package has only `dist`). */
export const hasSources = () => existsSync(join(root, 'vite.config.ts')) && existsSync(join(root, 'main'))

export function buildId() {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(filesUnder).sort()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file), 'latin1').replaceAll('\r\n', '\n'))
      .update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

export function version() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version
}

/** What the build puts in place of the names in build-defines.d.ts. */
export function buildDefines(id = buildId()) {
  return { __ENGINE_VERSION__: JSON.stringify(version()), __BUILD_ID__: JSON.stringify(id) }
}

function filesUnder(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => filesUnder(`${path}/${name}`))
}
