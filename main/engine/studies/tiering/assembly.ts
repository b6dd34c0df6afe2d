import { expectDefined } from '../../../../shared/base/assert.ts'
import { sampleShareOf, type TieringPlan } from '../../../../shared/documents/plan.ts'
import { foregroundOf } from '../../agents/thread-group.ts'
import type { MachinePart, Machine } from '../../hardware/machine.ts'
import type { MechanismPart, Mechanism } from '../../mechanism.ts'
import type { PolicyPart } from '../../policy.ts'
import type { Workload, WorkloadPart } from '../../workload.ts'

/** The parts that a tiering plan can name. `catalog.ts` fills it; the study is handed it and knows no part by name. */
export interface TieringParts {
  readonly machines: readonly MachinePart[]
  readonly workloads: readonly WorkloadPart[]
  readonly policies: readonly PolicyPart[]
  readonly mechanisms: readonly MechanismPart[]
}

export interface Assembly {
  readonly plan: TieringPlan
  readonly machine: Machine
  readonly workload: Workload
  readonly mechanism: Mechanism
  /** The plan's policy and those of its schedule are made when their time has come, with their host. */
  policyPartOf(kind: string): PolicyPart
}

export function machineOf(plan: TieringPlan, parts: TieringParts): Machine {
  return pick(parts.machines, plan.machine.kind).createMachine(plan.machine.values, plan.run.pageBytes)
}

/** Makes the parts that a plan names. The policy waits for its host. */
export function assemble(plan: TieringPlan, parts: TieringParts): Assembly {
  const { pageBytes, scale, seed } = plan.run
  const machine = atShare(machineOf(plan, parts), sampleShareOf(plan))
  const workload = pick(parts.workloads, plan.workload.kind).createWorkload(plan.workload.values, {
    seed,
    pageBytes,
    scale,
    ...(plan.trace && { trace: plan.trace }),
  })
  const threads = foregroundOf(workload.groups).reduce((sum, group) => sum + group.threads, 0)
  const mechanism = pick(parts.mechanisms, plan.mechanism.kind).createMechanism(plan.mechanism.values, {
    pageBytes,
    threads,
  })
  return { plan, machine, workload, mechanism, policyPartOf: (kind) => pick(parts.policies, kind) }
}

/** A machine for a share of the pages. */
function atShare(machine: Machine, share: number): Machine {
  if (share === 1) return machine
  const nodes = machine.nodes.map((node) => ({ ...node, capacityBytes: node.capacityBytes * share }))
  return { ...machine, nodes }
}

function pick<Part extends { info: { id: string } }>(parts: readonly Part[], id: string): Part {
  return expectDefined(
    parts.find((part) => part.info.id === id),
    `a checked plan names a part that exists, but "${id}" does not`,
  )
}
