import { createSimulation, checkPlan, parts } from '../../../main/engine/catalog.ts'
import { checkSetup } from '../../../shared/documents/check-setup.ts'
import { isError } from '../../../shared/documents/problem.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'
import type { RunSummary } from '../../../shared/documents/run.ts'
import { createTraceScan } from '../../../main/engine/traces/trace-scan.ts'
import { traceFormatOf, traceOptionsOf } from '../../../main/engine/traces/formats.ts'

/** Replays ids as a CSV trace through the whole engine, in blocks of `blockBytes`. */
export function replayIds(
  policy: string,
  ids: readonly (number | bigint | string)[],
  fastPages: number,
  { machine = 'spr-ddr5-cxl', blockBytes = 1 << 16 } = {},
): RunSummary {
  const bytes = new TextEncoder().encode(ids.join('\n') + '\n')
  const setup = {
    format: 1,
    study: 'tiering',
    name: 'ids',
    run: { engine: 'replay' },
    machine: { kind: machine, fastPages },
    workload: { kind: 'trace', path: 'x', format: 'csv', header: 'no', threads: 1 },
    policy: { kind: policy },
    mechanism: { kind: 'migrate_pages' },
  } as const
  const problems = checkSetup(setup, parts).filter(isError)
  if (problems.length > 0) throw new Error(problems.map(({ fact }) => fact).join('; '))
  const scan = createTraceScan(traceFormatOf('csv'), traceOptionsOf(setup.workload, 4096))
  scan.push(bytes)
  const plan = resolvePlan(setup, parts, scan.end())
  const errors = checkPlan(plan).filter(isError)
  if (errors.length > 0) throw new Error(errors.map(({ fact }) => fact).join('; '))

  const simulation = createSimulation(plan)
  let at = 0
  for (let wants = simulation.step(); wants !== 'done'; wants = simulation.step()) {
    if (wants !== 'hungry') continue
    simulation.feed(at < bytes.length ? bytes.slice(at, at + blockBytes) : null)
    at += blockBytes
  }
  simulation.finish()
  return simulation.summary()
}
