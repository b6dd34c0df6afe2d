import { mkdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { homedir, platform } from 'node:os'
import { join } from 'node:path'

/** Where this person's program keeps what belongs to no workspace. `TIERLAB_STATE` puts it elsewhere. */
export function findStateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.TIERLAB_STATE) return environment.TIERLAB_STATE
  switch (platform()) {
    case 'darwin':
      return join(homedir(), 'Library/Application Support/Tierlab')
    case 'win32':
      return join(environment.APPDATA ?? join(homedir(), 'AppData/Roaming'), 'Tierlab')
    default:
      return join(environment.XDG_STATE_HOME ?? join(homedir(), '.local/state'), 'tierlab')
  }
}

/** Made where it is missing; undefined where it cannot be. */
export function makeFolder(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  } catch {
    return undefined
  }
}

/** The JSON in a file; undefined where there is none that can be read. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Whole or not at all: written beside, then renamed. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  await writeFile(beside, `${JSON.stringify(value, undefined, 2)}\n`)
  await rename(beside, path)
}
