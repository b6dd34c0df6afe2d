import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { quote } from '../../../shared/base/text.ts'
import type { Lab, WorkspaceState } from '../../../shared/contract/lab.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { CommandError } from './terminal.ts'

/** A run that a file keeps, with the file open. */
export interface KeptRun {
  readonly path: string
  readonly workspace: WorkspaceState
  readonly run: RunRecord
}

/**
 * `FILE.tierlab` is its latest run; `FILE.tierlab#2` the second that was begun in it; `FILE.tierlab#r-…` the run with
 * this id; `FILE.tierlab#NAME` the latest run of the experiment of this name. The caller closes the workspace.
 */
export async function openKeptRun(lab: Lab, word: string): Promise<KeptRun> {
  const { file, name } = splitRunWord(word)
  const path = resolve(file)
  if (!existsSync(path))
    throw new CommandError(`tierlab: there is no file ${quote(file)}; name a .tierlab file`)
  const workspace = await lab.openWorkspace({ path })
  return { path, workspace, run: pick(workspace, name, file) }
}

/** A file whose own name has a "#" in it is taken as it is where it exists. */
function splitRunWord(word: string): { file: string; name: string | undefined } {
  const at = word.lastIndexOf('#')
  if (at < 0 || existsSync(resolve(word))) return { file: word, name: undefined }
  return { file: word.slice(0, at), name: word.slice(at + 1) }
}

function pick({ runs, experiments }: WorkspaceState, name: string | undefined, file: string): RunRecord {
  const inOrder = runs.toSorted((a, b) => a.startedAtMs - b.startedAtMs)
  const latest = inOrder.at(-1)
  if (!latest)
    throw new CommandError(`tierlab: ${quote(file)} keeps no run; run an experiment with --out ${file}`)
  if (name === undefined) return latest
  const titles = new Map(experiments.map(({ id, setup }) => [id, String(setup.name)]))
  const found =
    runs.find(({ id }) => id === name) ??
    (/^\d+$/.test(name) ? inOrder[Number(name) - 1] : undefined) ??
    inOrder.findLast(({ experimentId }) => titles.get(experimentId) === name)
  if (found) return found
  const known = inOrder.map(({ experimentId }, i) => `#${i + 1} ${titles.get(experimentId) ?? ''}`.trim())
  throw new CommandError(`tierlab: ${quote(file)} keeps no run ${quote(name)}; it keeps ${known.join(', ')}`)
}
