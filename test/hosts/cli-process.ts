import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../scripts/build-id.mjs'

export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Brings what is built up to date. */
export function build(...folders: readonly ('cli' | 'renderer')[]): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['scripts/build.mjs', '--if-needed', '--quiet', ...folders],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(stderr)
}

/** Starts `tierlab` with these words; what it says is gathered until it ends. */
export function startCli(
  words: readonly string[],
  cwd: string,
): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, [join(root, 'dist/cli/cli.mjs'), ...words], {
    cwd,
    env: { ...process.env, TIERLAB_STATE: join(cwd, 'state'), DISPLAY: '', WAYLAND_DISPLAY: '' },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (text) => (out += text))
  child.stderr.on('data', (text) => (err += text))
  const finished = new Promise<Finished>((resolve) =>
    child.on('close', (code) => resolve({ code, out, err })),
  )
  return { child, finished }
}

export function runCli(words: readonly string[], cwd: string): Promise<Finished> {
  return startCli(words, cwd).finished
}
