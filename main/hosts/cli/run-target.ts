import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Lab, WorkspaceState } from '../../../shared/contract/lab.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { CommandError, exitCodes } from './terminal.ts'

/** The workspace named by `--out`, made where there is none; without it one that is forgotten. */
export async function openTarget(lab: Lab, out: string | undefined): Promise<WorkspaceState> {
  if (out === undefined) return lab.createWorkspace({})
  const path = resolve(out)
  if (existsSync(path)) return lab.openWorkspace({ path })
  const { id } = await lab.createWorkspace({})
  return lab.saveWorkspace({ workspace: id, path })
}

/** Why a run failed, with the code to end with. */
export function runFailure(run: RunRecord): Error {
  const text = run.failure ?? 'the run failed'
  if (run.failureCode === undefined || run.failureCode === 'bug')
    return new CommandError(
      `tierlab: a bug of ours, please report it with the experiment: ${text}`,
      exitCodes.bug,
    )
  return new CommandError(`tierlab: ${text}`)
}
