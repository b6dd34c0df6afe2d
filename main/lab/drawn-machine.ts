import { parts, sketchMachine } from '../engine/catalog.ts'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import { setupFormat, type ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { MachineSketch } from '../../shared/documents/machine-sketch.ts'
import { isError } from '../../shared/documents/problem.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'

/** The machine of a setup, for a drawing, whatever is wrong with its other sections. Undefined where it is wrong itself. */
export function drawnMachine(given: unknown): MachineSketch | undefined {
  if (typeof given !== 'object' || given === null || !('machine' in given)) return undefined
  const alone = {
    format: setupFormat,
    study: 'tiering',
    name: 'drawing',
    machine: given.machine,
    workload: { kind: 'zipf' },
    policy: { kind: 'static-first-touch' },
    mechanism: { kind: 'migrate_pages' },
  } as ExperimentSetup
  return checkSetup(alone, parts).some(isError) ? undefined : sketchMachine(resolvePlan(alone, parts))
}
