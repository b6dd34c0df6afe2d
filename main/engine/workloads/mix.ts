import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { createPattern, patternColumns } from '../agents/patterns.ts'
import { createThreadGroup, threadGroupParams, type ThreadGroup } from '../agents/thread-group.ts'
import { generatedAccesses } from '../agents/generated.ts'
import { valuesOf } from '../param-values.ts'
import type { AccessSource, RateSource, Workload, WorkloadPart } from '../workload.ts'

const params = [
  workingSetParam(48),
  {
    name: 'groups', label: 'Groups', about: 'Threads of one processor that behave alike, and what they access. Stretches may overlap: such pages are shared.', source: 'free choice', type: 'table', minRows: 1, maxRows: 16,
    default: [
      { id: 'a', title: 'group A', processor: 0, threads: 16, linesPerThread: 4, thinkNs: 0, storeShare: 0.5, pattern: 'zipf', from: 0, to: 0.5, skew: 0.99, hotPart: 0.1, hotShare: 0.9 },
      { id: 'b', title: 'group B', processor: 0, threads: 16, linesPerThread: 4, thinkNs: 0, storeShare: 0.5, pattern: 'zipf', from: 0.5, to: 1, skew: 0.99, hotPart: 0.1, hotShare: 0.9 },
    ],
    columns: [
      { name: 'id', label: 'Id', about: 'Identity in column names.', source: 'free choice', type: 'text', default: 'group', maxLength: 24 },
      { name: 'title', label: 'Name', about: 'The words on screen.', source: 'free choice', type: 'text', default: 'group', maxLength: 40 },
      { name: 'processor', label: 'Processor', about: 'Where its threads run: 0 is the machine’s first.', source: 'free choice', type: 'integer', unit: 'none', default: 0, min: 0, max: 15 },
      ...threadGroupParams,
      ...patternColumns,
    ],
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'mix',
  family: 'workload',
  title: 'Mix of groups',
  about: 'Several groups of threads, on one or several processors, each with its own stretch of memory and pattern.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: [
      'groups with throughputs of their own, solved together over nodes and links',
      'first touch by the group that a page belongs to, so on memory near its processor',
      'shared pages: the first access to an armed page, whoever makes it, is the fault',
    ],
    approximates: ['a page in several stretches is first touched by the first of their groups'],
    leavesOut: ['groups that wait for one another', 'tasks that move between processors'],
  },
  sources: ['a construction of this lab'],
} // prettier-ignore

export const mix: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    const { workingSetGiB, groups: rows } = valuesOf(params, values)
    const pageCount = pagesOf(workingSetGiB, host)
    const patterns = rows.map((row) => createPattern(row, pageCount, host))
    const groups = rows.map((row): ThreadGroup => {
      const number = (name: string) => Number(row[name])
      return {
        ...createThreadGroup({
          threads: number('threads'),
          linesPerThread: number('linesPerThread'),
          thinkNs: number('thinkNs'),
          storeShare: number('storeShare'),
        }),
        ...{ id: String(row.id), title: String(row.title), processor: number('processor') },
      }
    })

    function createRates(group: number): RateSource {
      const { firstPage, weights, sweep } = patterns[group]
      return {
        fillWeights: (into) => void into.set(weights(), firstPage),
        ...(sweep && { sweep }),
        nextChangeNs: () => Infinity,
        change: () => undefined,
      }
    }

    function createAccesses(group: number): AccessSource {
      const pick = patterns[group].createPicker('mix.draws', group)
      return generatedAccesses('mix', host, group, Number(rows[group].storeShare), pick)
    }

    return {
      pageCount,
      groups,
      populated: true,
      accessCount: 0,
      firstToucher(page) {
        const owner = patterns.findIndex(
          (each) => page >= each.firstPage && page < each.firstPage + each.pageCount,
        )
        return Math.max(0, owner)
      },
      createRates,
      createAccesses,
    }
  },
}
