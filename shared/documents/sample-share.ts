import type { RunPlan } from './plan.ts'

/** Share of a trace's pages that a plan keeps, with every node at this share of its capacity; 1 without sampling. */
export function sampleShareOf({ trace, workload }: RunPlan): number {
  const share = workload.values.sampleShare
  return trace !== undefined && typeof share === 'number' ? share : 1
}
