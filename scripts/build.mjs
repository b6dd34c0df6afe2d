// Builds what the sources call for into dist/, folder by folder, each replaced in one step when it is complete.
//   node scripts/build.mjs [--quiet] [--if-needed] [renderer cli electron engine]
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildId, hasSources, root } from './build-id.mjs'
import { useNewEnoughNode } from './pinned-node.mjs'

const FOLDERS = ['renderer', 'cli', 'electron', 'engine']
const dist = join(root, 'dist')
const NEXT = '.next-'

/** Whether every one of these folders was built from the sources as they are now. */
export function upToDate(folders = FOLDERS, id = buildId()) {
  return folders.every((folder) => {
    const stamp = join(dist, folder, '.build-id')
    return existsSync(stamp) && readFileSync(stamp, 'utf8') === id
  })
}

/**
 * Builds the folders unless they are up to date. `output` gets what the tools print; a failed build resolves to
 * false, with the reason in the output, and leaves dist/ as it was.
 */
export async function build({ folders = FOLDERS, ifNeeded = false, output = process.stdout } = {}) {
  if (!hasSources()) return true
  const id = buildId()
  if (ifNeeded && upToDate(folders, id)) return true
  clearAway()
  const fresh = join(dist, `${NEXT}${process.pid}`)
  try {
    if (!(await viteBuild(folders, fresh, output))) return false
    for (const folder of folders) replace(join(fresh, folder), join(dist, folder), id)
    return true
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** What builds that were killed left half done. */
function clearAway() {
  const begun = existsSync(dist) ? readdirSync(dist).filter((name) => name.startsWith(NEXT)) : []
  for (const name of begun) {
    if (!isAlive(Number(name.slice(NEXT.length)))) rmSync(join(dist, name), { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function viteBuild(folders, into, output) {
  mkdirSync(into, { recursive: true })
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const env = { ...process.env, TIERLAB_BUILD_INTO: into, TIERLAB_BUILD_ONLY: folders.join(',') }
  return new Promise((resolve) => {
    let text = ''
    const keep = (chunk) => (text += chunk)
    const child = spawn(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], { cwd: root, env })
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('close', (code) => {
      if (text && (output || code !== 0)) (output ?? process.stderr).write(withoutStack(text))
      resolve(code === 0)
    })
  })
}

/** What is wrong with the sources, without where in the tools it was noticed. */
function withoutStack(text) {
  return text.replace(/^ +at .*\n/gm, '').replace(/^ *errors: \[Getter\/Setter\]\n\}\n/gm, '')
}

/** A folder with no entry yet gets an empty one, so that its stamp says so. */
function replace(from, to, id) {
  mkdirSync(from, { recursive: true })
  writeFileSync(join(from, '.build-id'), id)
  const old = `${from}-old`
  if (existsSync(to)) renameSync(to, old)
  renameSync(from, to)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  useNewEnoughNode()
  const args = process.argv.slice(2)
  const quiet = args.includes('--quiet')
  const folders = args.filter((arg) => !arg.startsWith('--'))
  const unknown = folders.find((folder) => !FOLDERS.includes(folder))
  if (unknown) {
    console.error(`There is no part called ${unknown}; the parts are ${FOLDERS.join(', ')}.`)
    process.exit(1)
  }
  const started = Date.now()
  const parts = folders.length > 0 ? folders : FOLDERS
  const ok = await build({
    folders: parts,
    ifNeeded: args.includes('--if-needed'),
    output: quiet ? null : process.stdout,
  })
  if (!quiet && ok) console.log(`Built ${built(parts)} in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
  process.exit(ok ? 0 : 1)
}

function built(folders) {
  const full = folders.filter((folder) =>
    readdirSync(join(dist, folder)).some((name) => !name.startsWith('.')),
  )
  return full.length > 0 ? full.join(', ') : 'nothing (no entry exists yet)'
}
