// Finds a Chromium for the journeys, and installs Debian's where it may.
//   node scripts/ensure-chromium.mjs     prints its path, or the one command that gets it
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The path of a Chromium or Chrome on this machine, or undefined. */
export function findChromium() {
  const { CHROME_PATH, PATH = '', LOCALAPPDATA = '', ProgramFiles = '' } = process.env
  const onPath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const places = {
    linux: [...NAMES.map((name) => `/usr/bin/${name}`), ...onPath],
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      ...onPath,
    ],
    win32: [ProgramFiles, process.env['ProgramFiles(x86)'] ?? '', LOCALAPPDATA]
      .filter(Boolean)
      .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
  }
  return [CHROME_PATH, ...(places[process.platform] ?? onPath)].find((path) => path && isExecutable(path))
}

/** Finds one, or installs Debian's as root. Resolves to undefined, with a hint, where neither works. */
export function ensureChromium(say = console.error) {
  const found = findChromium()
  if (found) return found
  const isDebian = process.platform === 'linux' && existsSync('/etc/debian_version')
  if (isDebian && process.getuid() === 0) {
    say('Installing Chromium for the journeys (apt-get, about 15 s)…')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const steps = [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]
    for (const step of steps) {
      const { status, stderr } = spawnSync('apt-get', step, { env, encoding: 'utf8', maxBuffer: 2 ** 26 })
      if (status !== 0) {
        say(`apt-get ${step[0]} failed: ${(stderr ?? '').trim().split('\n').at(-1)}`)
        return undefined
      }
    }
    return findChromium()
  }
  const command = isDebian
    ? 'sudo apt-get install -y --no-install-recommends chromium'
    : { darwin: 'brew install --cask chromium', win32: 'winget install Google.Chrome' }[process.platform]
  say(`No Chromium found. ${command ? `Run: ${command}` : 'Install one'}, or set CHROME_PATH.`)
  return undefined
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = ensureChromium()
  if (path) console.log(path)
  process.exit(path ? 0 : 1)
}
