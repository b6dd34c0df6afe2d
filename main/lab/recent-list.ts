import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { RecentWorkspace } from '../../shared/contract/lab.ts'
import { readJson, writeJson } from './state-folder.ts'

/** Workspaces opened lately, newest first, kept for the next start. */
export interface RecentList {
  list(): Promise<readonly RecentWorkspace[]>
  note(entry: RecentEntry): Promise<void>
  forget(path: string): Promise<void>
}

export type RecentEntry = Omit<RecentWorkspace, 'missing' | 'scratch'>

const longest = 40

const stored = v.object({
  format: v.literal(1),
  entries: v.array(
    v.object({
      path: v.string(),
      name: v.string(),
      openedAtMs: v.number(),
      bytes: v.number(),
      experiments: v.number(),
      runs: v.number(),
    }),
  ),
})

/** Without a folder the list lasts as long as the program. A file that is no list is taken for an empty one. */
export function createRecentList(folder: string | undefined): RecentList {
  const file = folder === undefined ? undefined : join(folder, 'recent.json')
  let own: readonly RecentEntry[] = []
  let turn: Promise<unknown> = Promise.resolve()

  const read = async (): Promise<readonly RecentEntry[]> => {
    if (file === undefined) return own
    const parsed = v.safeParse(stored, await readJson(file))
    return parsed.success ? parsed.output.entries : []
  }
  const change = (edit: (entries: readonly RecentEntry[]) => readonly RecentEntry[]) => {
    const changed = turn.then(async () => {
      own = edit(await read()).slice(0, longest)
      // A list that cannot be kept is no reason to stop anybody's work.
      if (file !== undefined) await writeJson(file, { format: 1, entries: own }).catch(() => {})
    })
    turn = changed
    return changed
  }
  return {
    async list() {
      await turn
      return (await read()).map((entry) => ({ ...entry, missing: !existsSync(entry.path) }))
    },
    note: (entry) => change((entries) => [entry, ...entries.filter((old) => old.path !== entry.path)]),
    forget: (path) => change((entries) => entries.filter((old) => old.path !== path)),
  }
}

/** An untitled workspace that was never saved, as it shows in the list: it can be opened and named. */
export function leftOverEntry(path: string): RecentWorkspace {
  const { size, mtimeMs } = statSync(path)
  return {
    path,
    name: 'untitled (not saved)',
    scratch: true,
    openedAtMs: mtimeMs,
    bytes: size,
    experiments: 0,
    runs: 0,
    missing: false,
  }
}
