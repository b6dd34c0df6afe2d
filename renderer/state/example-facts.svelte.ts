import type { CheckedSetup, Example, Lab } from '../../shared/contract/lab.ts'
import { formatCount, formatQuantity } from '../../shared/units/format.ts'
import type { SketchNode } from '../../shared/documents/machine-sketch.ts'
import { unique } from './unique.ts'

/** What the core says of each ready experiment: its machine and its plan, for thumbnails and filters. */
export class ExampleFacts {
  checked = $state.raw<Readonly<Record<string, CheckedSetup>>>({})

  /** One after the other, so that the first cards are drawn before a trace of the last was read. */
  async learn(lab: Lab, examples: readonly Example[]): Promise<void> {
    for (const { id, setup } of examples) {
      if (this.checked[id]) continue
      this.checked = { ...this.checked, [id]: await lab.checkSetup({ setup }) }
    }
  }

  nodes(id: string): readonly SketchNode[] {
    return this.checked[id]?.machine?.nodes ?? []
  }

  roles(id: string): readonly SketchNode['role'][] {
    return unique(this.nodes(id).map((node) => node.role))
  }

  /** How long it will take, as an estimate, else how much will be simulated. */
  size(id: string): string {
    const { plan, estimate } = this.checked[id] ?? {}
    if (!plan) return ''
    if (estimate) return estimate.wallSec < 1 ? 'instant' : `≈ ${formatQuantity(estimate.wallSec, 's', 1)}`
    return plan.trace ? `${formatCount(plan.trace.accessCount)} accesses` : ''
  }
}

export const roleTitles: Record<SketchNode['role'], string> = {
  dram: 'DRAM',
  cxl: 'CXL',
  gpu: 'GPU',
  remote: 'Remote',
  pmem: 'Persistent',
  hbm: 'HBM',
}
