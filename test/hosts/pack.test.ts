import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative, sep } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { electronBinary } from '../../scripts/electron-binary.mjs'
import { root } from '../../scripts/build-id.mjs'
import { makeFolder } from '../lab/test-core.ts'

/** Electron's mark before its fuses, the version of their list and how many there are (facts of @electron/fuses 1). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** All set the other way round than we want them, so that each must be flipped. */
const before = '11101011'
const wanted = {
  RunAsNode: '0',
  EnableCookieEncryption: '0',
  EnableNodeOptionsEnvironmentVariable: '0',
  EnableNodeCliInspectArguments: '1',
  EnableEmbeddedAsarIntegrityValidation: '1',
  OnlyLoadAppFromAsar: '1',
  LoadBrowserProcessSpecificV8Snapshot: '0',
  GrantFileProtocolExtraPrivileges: '0',
}

let folder: string
let packed: string

/** A folder that looks like Electron's distribution to the packer. Nothing in it can be started. */
function makeStandIn(): string {
  const home = join(folder, 'electron')
  mkdirSync(join(home, 'resources'), { recursive: true })
  mkdirSync(join(home, 'locales'))
  writeFileSync(join(home, 'electron'), Buffer.concat([Buffer.from('no program\n'), Buffer.from(sentinel), Buffer.of(1, before.length), Buffer.from(before)]), { mode: 0o755 })
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak', 'chrome_crashpad_handler', 'chrome-sandbox'])
    writeFileSync(join(home, name), name === 'version' ? '45.4.1' : 'x')
  return home
} // prettier-ignore

beforeAll(() => {
  const built = spawnSync(process.execPath, ['scripts/build.mjs', '--if-needed', '--quiet'], { cwd: root, encoding: 'utf8' })
  expect(built.status, built.stderr).toBe(0)
  folder = makeFolder()
  const options = [`electronDist=${makeStandIn()}`, `directories.output=${join(folder, 'out')}`]
  // A proxy that is not there: whoever asks the network fails.
  const nowhere = 'http://127.0.0.1:9'
  const env = { ...process.env, HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, npm_config_offline: 'true' }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/electron-builder/cli.js', '--linux', 'dir', '--x64', '--publish', 'never', ...options.map((option) => `-c.${option}`)],
    { cwd: root, encoding: 'utf8', env },
  )
  expect(status, `${stdout}${stderr}`).toBe(0)
  packed = join(folder, 'out/linux-unpacked')
}, 180_000) // prettier-ignore
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface AsarEntry {
  readonly files?: Readonly<Record<string, AsarEntry>>
  readonly unpacked?: boolean
}

/** An asar begins with four lengths and its directory as JSON. */
function readAsar(path: string): { inside: string[]; unpacked: string[] } {
  const file = openSync(path, 'r')
  const lengths = Buffer.alloc(16)
  readSync(file, lengths, 0, 16, 0)
  const text = Buffer.alloc(lengths.readUInt32LE(12))
  readSync(file, text, 0, text.length, 16)
  closeSync(file)
  const found = { inside: [] as string[], unpacked: [] as string[] }
  const walk = (entry: AsarEntry, name: string) => {
    if (!entry.files) return void found[entry.unpacked ? 'unpacked' : 'inside'].push(name)
    for (const [part, child] of Object.entries(entry.files))
      walk(child, name === '' ? part : `${name}/${part}`)
  }
  walk(JSON.parse(text.toString('utf8')) as AsarEntry, '')
  return { inside: found.inside.sort(), unpacked: found.unpacked.sort() }
}

function filesIn(name: string): string[] {
  return readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
    .map((file) => join(root, name, file))
    .filter((file) => statSync(file).isFile())
    .map((file) => relative(root, file).split(sep).join('/'))
}

describe('npm run dist', () => {
  test('[C17] packs the window, its shell, the examples and nothing else; workers and examples beside the archive', () => {
    const { inside, unpacked } = readAsar(join(packed, 'resources/app.asar'))
    const assets = filesIn('dist/renderer').filter((file) => !file.endsWith('.map') && !file.endsWith('.build-id'))
    expect(assets).toContain('dist/renderer/index.html')
    expect(inside).toEqual(['LICENSE', 'dist/electron/main.cjs', 'dist/electron/preload.cjs', 'package.json', ...assets].sort())
    const workers = ['dist/electron/run-worker.mjs', 'dist/electron/store-worker.mjs']
    expect(unpacked).toEqual([...workers, ...filesIn('examples')].sort())
    for (const file of unpacked)
      expect(readFileSync(join(packed, 'resources/app.asar.unpacked', file))).toEqual(readFileSync(join(root, file)))
  }) // prettier-ignore

  test('[C17] names the program tierlab, and flips every fuse', () => {
    const binary = readFileSync(join(packed, 'tierlab'))
    const at = binary.indexOf(sentinel) + sentinel.length
    expect([...binary.subarray(at, at + 2)]).toEqual([1, 8])
    expect(binary.subarray(at + 2, at + 10).toString()).toBe(Object.values(wanted).join(''))
    expect(readdirSync(packed)).not.toContain('electron')
  })

  test('[C17] offers AppImage, deb, dmg and nsis, and opens .tierlab files', () => {
    const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8')
    for (const target of ['[AppImage, deb]', '[dmg]', '[nsis]', 'ext: tierlab'])
      expect(text).toContain(target)
    expect(
      readFileSync(join(packed, 'resources/app.asar')).includes('"main": "dist/electron/main.cjs"'),
    ).toBe(true)
  })
})

describe('the search for Electron', () => {
  test('[C18] takes the binary that is there, in the package or where the override says, and never one that is not', () => {
    const home = join(folder, 'package')
    const other = join(folder, 'other')
    mkdirSync(join(home, 'dist'), { recursive: true })
    mkdirSync(other)
    expect(electronBinary({}, home)).toBeUndefined()
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: other }, home)).toBeUndefined()
    writeFileSync(join(other, 'electron'), '')
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: other }, home)).toBe(join(other, 'electron'))
    writeFileSync(join(home, 'path.txt'), 'electron\n')
    expect(electronBinary({}, home)).toBeUndefined()
    writeFileSync(join(home, 'dist/electron'), '')
    expect(electronBinary({}, home)).toBe(join(home, 'dist/electron'))
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: other }, home)).toBe(join(other, 'electron'))
    rmSync(join(other, 'electron'))
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: other }, home)).toBeUndefined()
  })
})
