import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { createPattern, patternColumns } from '../agents/patterns.ts'
import { generatedAccesses, oneGroup } from '../agents/generated.ts'
import { threadGroupParams } from '../agents/thread-group.ts'
import { valuesOf } from '../param-values.ts'
import type { AccessSource, RateSource, Workload, WorkloadPart } from '../workload.ts'

const [pattern, ...shape] = patternColumns
const params = [
  workingSetParam(48),
  {
    name: 'phases', label: 'Phases', about: 'What is accessed, and from when on. The first begins at once, whatever its time.', source: 'free choice', type: 'table', minRows: 1, maxRows: 64,
    default: [
      { startSec: 0, pattern: 'zipf', from: 0, to: 0.5, skew: 0.99, hotPart: 0.1, hotShare: 0.9 },
      { startSec: 120, pattern: 'hot', from: 0.5, to: 1, skew: 0.99, hotPart: 0.2, hotShare: 0.9 },
      { startSec: 240, pattern: 'uniform', from: 0, to: 1, skew: 0.99, hotPart: 0.1, hotShare: 0.9 },
    ],
    columns: [
      { name: 'startSec', label: 'Begins', about: 'Simulated time at which it begins.', source: 'free choice', type: 'number', unit: 's', default: 0, min: 0, max: 86_400 },
      { ...pattern, choices: pattern.choices.filter(({ value }) => value !== 'sweep') },
      ...shape,
    ],
  },
  ...threadGroupParams,
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'phases',
  family: 'workload',
  title: 'Phases',
  about: 'A program whose accesses change: each phase has a pattern on a stretch of memory and begins at a time of its own.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['phases that change at once, at stated times; uniform, Zipf (ranks scattered) and hot-part patterns'],
    approximates: ['replay: a phase begins with the batch that comes after its time'],
    leavesOut: ['phases in order of addresses (use the mix of groups)', 'caches: an access is a cache miss'],
  },
  sources: ['a construction of this lab'],
} // prettier-ignore

export const phases: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    const { workingSetGiB, phases: rows, ...group } = valuesOf(params, values)
    const pageCount = pagesOf(workingSetGiB, host)
    const inOrder = [...rows].sort((a, b) => Number(a.startSec) - Number(b.startSec))
    const startNs = inOrder.map((row, i) => (i === 0 ? 0 : Number(row.startSec) * 1e9))
    const patterns = inOrder.map((row) => createPattern(row, pageCount, host))

    function weightsOf(phase: number): Float32Array {
      const all = new Float32Array(pageCount)
      const { firstPage, weights } = patterns[phase]
      all.set(weights(), firstPage)
      return all
    }

    function createRates(): RateSource {
      let phase = 0
      let now = weightsOf(0)
      return {
        fillWeights: (weights) => void weights.set(now),
        nextChangeNs: () => (phase + 1 < patterns.length ? startNs[phase + 1] : Infinity),
        change(setWeight) {
          const next = weightsOf(++phase)
          for (let page = 0; page < pageCount; page++) {
            if (next[page] !== now[page]) setWeight(page, next[page])
          }
          now = next
        },
      }
    }

    function createAccesses(groupNumber: number): AccessSource {
      const pickers = patterns.map(({ createPicker }, i) => createPicker(`phases.${i}`, groupNumber))
      return generatedAccesses('phases', host, groupNumber, group.storeShare, (pages, count, nowNs) => {
        const phase = startNs.findLastIndex((start) => start <= nowNs)
        pickers[phase](pages, count)
      })
    }

    return oneGroup(group, { pageCount, createRates, createAccesses })
  },
}
