import type { SummaryDifference } from '../../../shared/contract/comparing.ts'
import type { RunRecord, RunSummary } from '../../../shared/documents/run.ts'
import { formatMoment, formatQuantity } from '../../../shared/units/format.ts'
import type { ComparedPages } from './compared-pages.ts'

/** How far two runs can be held against each other. */
export interface Comparable {
  /** Pages, and so decisions, of the one are those of the other. */
  readonly decisions: boolean
  /** Whole sentences about what is left out. */
  readonly notes: readonly string[]
}

type Compared = Pick<RunRecord, 'plan' | 'spec' | 'engineVersion' | 'status' | 'simulatedNs'>

export function comparable(a: Compared, b: Compared): Comparable {
  const notes: string[] = []
  const [planA, planB] = [a.plan, b.plan]
  const refuse = (why: string) =>
    notes.push(`Decisions and placement are not compared: ${why}. Setup, summary and series are.`)
  const nodes = (run: Compared) => run.spec.nodes.map(({ title }) => title).join(', ')
  const [mapA, mapB] = [a.spec.maps[0], b.spec.maps[0]]
  if (planA.study !== planB.study)
    refuse(`A is a ${planA.study} study and B a ${planB.study} study`)
  else if (planA.run.scale !== planB.run.scale)
    refuse(`a page of A stands for ${planA.run.scale} pages and one of B for ${planB.run.scale}`)
  else if (planA.run.pageBytes !== planB.run.pageBytes)
    refuse(`A has pages of ${formatQuantity(planA.run.pageBytes, 'bytes')} and B of ${formatQuantity(planB.run.pageBytes, 'bytes')}`)
  else if (mapA?.cells !== mapB?.cells)
    refuse(`A has ${mapA?.cells ?? 0} simulated pages and B ${mapB?.cells ?? 0}`)
  else if (nodes(a) !== nodes(b)) refuse(`A moves pages between ${nodes(a)}, B between ${nodes(b)}`)
  const decisions = notes.length === 0
  if (decisions && workloadOf(a) !== workloadOf(b))
    notes.push('The workloads differ: a page of one run need not hold the data of that page of the other.')
  if (planA.run.engine !== planB.run.engine)
    notes.push(`A ran in the ${planA.run.engine} engine, B in the ${planB.run.engine} engine: times of single decisions differ for that alone.`)
  if (a.engineVersion !== b.engineVersion)
    notes.push(`A was run by version ${a.engineVersion}, B by ${b.engineVersion}: run both again to rule out that the versions differ.`)
  if (a.simulatedNs !== b.simulatedNs)
    notes.push(`A is ${formatQuantity(a.simulatedNs, 'ns')} long and B ${formatQuantity(b.simulatedNs, 'ns')}: the longer one’s rest has nothing to be held against.`)
  return { decisions, notes }
} // prettier-ignore

/** What a diff that is not about all pages says of itself. */
export function restrictionNote({ share, completeUntilNs }: ComparedPages, what: string): string | undefined {
  if (share === 1) return undefined
  const until = Number.isFinite(completeUntilNs)
    ? ` (all pages were recorded until ${formatMoment(completeUntilNs, completeUntilNs)})`
    : ''
  return `${what} are compared on 1/${Math.round(1 / share)} of the pages, chosen by hash: the recording budget kept no details of the others${until}.`
}

export function summaryDifferences(
  a: RunSummary,
  b: RunSummary,
): { readonly differences: readonly SummaryDifference[]; readonly equal: number } {
  const differences: SummaryDifference[] = []
  let equal = 0
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [inA, inB] = [a[name], b[name]]
    if (inA && inB && Object.is(inA.value, inB.value)) equal++
    else differences.push({ name, ...(inA && { a: inA }), ...(inB && { b: inB }) })
  }
  return { differences, equal }
}

function workloadOf({ plan }: Compared): string {
  return JSON.stringify([plan.workload, plan.trace?.contentHash, plan.run.seed])
}
