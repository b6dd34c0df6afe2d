import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, test } from 'vitest'
import { bitsAt, createStream } from '../../shared/base/random.ts'
import type { WorkspaceState } from '../../shared/contract/lab.ts'
import { startTestCore, type TestCore } from './test-core.ts'

const child = new URL('kill-child.ts', import.meta.url).pathname
let core: TestCore
afterEach(() => core.dispose())

type Line =
  | { readonly did: 'create' | 'save'; readonly path: string }
  | { readonly did: 'put'; readonly id: string; readonly name: string }
  | { readonly did: 'start'; readonly id: string }
  | { readonly did: 'end'; readonly id: string; readonly frames: number; readonly status: string }
  | { readonly doing: 'save'; readonly path: string }

/** Lets the child work up to a drawn step, waits a drawn moment into the next one, and kills it without a word. */
async function workUntilKilled(folder: string, seed: number): Promise<Line[]> {
  const draws = createStream(seed, 'killer')
  const steps = 2 + (bitsAt(draws, 0, 0) % 40)
  const waitMs = bitsAt(draws, 0, 1) % 60
  const writer = spawn(process.execPath, [child, folder, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  let killing = false
  writer.stdout.on('data', (text: Buffer) => {
    said += text.toString()
    if (killing || said.split('\n').length <= steps) return
    killing = true
    setTimeout(() => writer.kill('SIGKILL'), waitMs)
  })
  const [, signal] = (await once(writer, 'close')) as unknown[]
  expect(signal).toBe('SIGKILL')
  return said.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Line) // prettier-ignore
}

/** What was acknowledged before the kill, and where the document was: in its scratch file, or under its last name. */
function acknowledged(lines: readonly Line[]) {
  const names = new Map<string, string>()
  const runs = new Map<string, { frames: number; status: string } | undefined>()
  let file = ''
  let perhaps: string | undefined
  for (const line of lines) {
    if ('doing' in line) perhaps = line.path
    else if (line.did === 'put') names.set(line.id, line.name)
    else if (line.did === 'start') runs.set(line.id, undefined)
    else if (line.did === 'end') runs.set(line.id, { frames: line.frames, status: line.status })
    else {
      file = line.path
      perhaps = undefined
    }
  }
  return { names, runs, file, perhaps }
}

describe('a program that is killed while somebody works with it', () => {
  test.each(Array.from({ length: 12 }, (_, i) => i + 1))('[W14] has lost nothing that it had acknowledged (seed %i)', async (seed) => {
    core = startTestCore()
    const lines = await workUntilKilled(core.folder, seed)
    const { names, runs, file, perhaps } = acknowledged(lines)
    const { lab } = core.openSession()

    // Killed between the copy and its acknowledgement, the document may be in either place, or in both.
    const places = [file, perhaps].filter((path) => path !== undefined && existsSync(path)) as string[]
    expect(places.length).toBeGreaterThan(0)
    const states: WorkspaceState[] = []
    for (const path of places) states.push(await lab.openWorkspace({ path }))
    const holdsAll = (state: WorkspaceState) =>
      [...names].every(([id, name]) => {
        const found = state.experiments.find((experiment) => experiment.id === id)
        // What was not acknowledged any more may be there all the same.
        return found !== undefined && stepOf(found.setup.name) >= stepOf(name)
      }) &&
      [...runs].every(([id, end]) => {
        const run = state.runs.find((known) => known.id === id)
        if (!run) return false
        return end ? run.status === end.status && run.frames === end.frames : run.status === 'cancelled' || run.status === 'done'
      })
    expect(states.some(holdsAll)).toBe(true)

    const state = states.find(holdsAll)!
    for (const run of state.runs) {
      if (run.frames === 0) continue
      const [column] = run.spec.columns
      const series = await lab.series({ workspace: state.id, run: run.id, columns: [column.name], fromNs: 0, toNs: 1e18, points: 20_000 })
      expect(series.timeNs.length).toBeGreaterThanOrEqual(run.frames)
      expect(series.columns[column.name].value.length).toBe(series.timeNs.length)
    }
    // A copy that was cut short goes with the next save under its name.
    const cutShort = () => readdirSync(core.folder).filter((name) => /\.partial-/.test(name))
    const [, cutName] = /^\.(save-\d+\.tierlab)\.partial-/.exec(cutShort()[0] ?? '') ?? []
    if (cutName !== undefined) await lab.saveWorkspace({ workspace: state.id, path: core.path(cutName) })
    expect(cutShort()).toEqual([])
    for (const { id } of states) await lab.closeWorkspace({ workspace: id })
    for (const path of places) {
      const database = new DatabaseSync(path)
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      database.close()
    }
    // An untitled one is offered at the next start.
    if (file.includes('untitled') && cutName === undefined) {
      const offered = await lab.recentWorkspaces({})
      expect(offered.filter(({ scratch }) => scratch).map(({ path }) => path)).toEqual([file])
    }
  }, 60_000) // prettier-ignore
})

function stepOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0])
}
