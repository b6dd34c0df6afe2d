import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { quote } from '../../shared/base/text.ts'
import { LabError } from '../../shared/contract/errors.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import type { LabHost } from './lab-host.ts'
import type { SetupPlanner } from './plan-setup.ts'
import type { RunQueue } from './runs/run-queue.ts'
import { makeFolder } from './state-folder.ts'
import { createWorkspace, dropFile, interrupted, type Workspace } from './workspace.ts'

/** The workspaces that are open, each held by those who opened it. One that nobody holds is closed once it is idle. */
export interface OpenWorkspaces {
  create(): Promise<Workspace>
  open(path: string): Promise<Workspace>
  find(id: string): Workspace
  saveAs(workspace: Workspace, path: string): Promise<void>
  hold(workspace: Workspace): void
  /** The other end of `hold`. With `discard`, the last one to let go drops an untitled workspace. */
  letGo(workspace: Workspace, discard: boolean): Promise<void>
  /** Files of untitled workspaces that an earlier program left behind. */
  leftOver(): readonly string[]
  /** Deletes such a file; does nothing to any other. */
  dropLeftOver(path: string): Promise<void>
  closeAll(): Promise<void>
}

export function createOpenWorkspaces(host: LabHost, queue: RunQueue, planner: SetupPlanner): OpenWorkspaces {
  const byId = new Map<string, Workspace>()
  const holders = new Map<string, number>()
  const opening = new Map<string, Promise<Workspace>>()
  const closing = new Set<Promise<void>>()
  const folder = host.stateFolder && makeFolder(join(host.stateFolder, 'untitled'))

  const begin = async (file: string, mode: 'create' | 'open', path: string | undefined) => {
    const opened = host.startStore()
    try {
      const contents = await opened.store.open({ path: file, mode })
      const runs = await Promise.all(contents.runs.map((run) => settled(run, opened.store.updateRun)))
      const scratch = path === undefined ? file : undefined
      const found = { ...contents, runs }
      const workspace = createWorkspace({ host, queue, planner, opened, contents: found, path, scratch })
      byId.set(workspace.id, workspace)
      return workspace
    } catch (thrown) {
      await opened.close().catch(() => {})
      throw thrown
    }
  }

  const close = async (workspace: Workspace, discard: boolean) => {
    byId.delete(workspace.id)
    holders.delete(workspace.id)
    const closed = workspace.close(discard)
    const settled = closed.catch(() => {}).finally(() => closing.delete(settled))
    closing.add(settled)
    await closed
  }

  const leftOver = () => {
    if (folder === undefined) return []
    const open = new Set([...byId.values()].map(({ scratch }) => scratch))
    return readdirSync(folder)
      .filter((name) => name.endsWith('.tierlab'))
      .map((name) => join(folder, name))
      .filter((file) => !open.has(file))
  }

  return {
    create() {
      const file = folder === undefined ? ':memory:' : join(folder, `${randomUUID()}.tierlab`)
      return begin(file, 'create', undefined)
    },
    async open(given) {
      const path = realPath(given)
      // A reloaded window asks again for what it is just letting go of.
      await Promise.all(closing)
      const known = [...byId.values()].find((workspace) => (workspace.path ?? workspace.scratch) === path)
      if (known) return known
      const isScratch = folder !== undefined && dirname(path) === realPath(folder)
      const underWay = opening.get(path) ?? begin(path, 'open', isScratch ? undefined : path)
      opening.set(path, underWay)
      return underWay.finally(() => opening.delete(path))
    },
    find(id) {
      const found = byId.get(id)
      if (!found) throw new LabError('no-such-workspace', `no workspace ${quote(id)} is open`, 'open it again')
      return found
    },
    async saveAs(workspace, given) {
      const path = realPath(given)
      if (path === workspace.path) return
      if ([...byId.values()].some((other) => other.path === path))
        throw new LabError('file-locked', `${quote(basename(path))} is open here`, 'choose another name, or close it first')
      await workspace.saveAs(path)
    },
    hold: (workspace) => void holders.set(workspace.id, (holders.get(workspace.id) ?? 0) + 1),
    async letGo(workspace, discard) {
      const left = (holders.get(workspace.id) ?? 1) - 1
      holders.set(workspace.id, left)
      if (left > 0 || !byId.has(workspace.id)) return
      if (discard || !workspace.busy) return close(workspace, discard)
      // Runs go on without anybody watching; the last of them closes the file.
      const unlisten = workspace.events.listen(({ type }) => {
        if (type !== 'ended' || workspace.busy) return
        unlisten()
        if ((holders.get(workspace.id) ?? 0) === 0 && byId.has(workspace.id)) void close(workspace, false)
      })
    },
    leftOver,
    async dropLeftOver(path) {
      if (!leftOver().includes(path)) return
      const opened = host.startStore()
      try {
        await opened.store.open({ path, mode: 'open' })
      } catch (thrown) {
        // Another program has it open, so it is left over for nobody.
        if (thrown instanceof LabError && thrown.code === 'file-locked') throw thrown
      } finally {
        await opened.close()
      }
      dropFile(path)
    },
    async closeAll() {
      await Promise.all([...byId.values()].map((workspace) => close(workspace, false)))
    },
  } // prettier-ignore
}

async function settled(run: RunRecord, store: (run: RunRecord) => Promise<void>): Promise<RunRecord> {
  if (run.status !== 'queued' && run.status !== 'running' && run.status !== 'paused') return run
  const record = interrupted(run)
  await store(record)
  return record
}

/** One spelling per file, whether or not it is there yet. */
function realPath(path: string): string {
  const whole = resolve(path)
  if (existsSync(whole)) return realpathSync(whole)
  const folder = dirname(whole)
  return existsSync(folder) ? join(realpathSync(folder), basename(whole)) : whole
}
