import { workingSetBytes } from '../../../../shared/documents/sweep.ts'
import { formatQuantity } from '../../../../shared/units/format.ts'
import type { ParamRow, PartTrait } from '../../../../shared/documents/part.ts'
import { giB } from '../../../../shared/units/sizes.ts'
import { sampleShareOf, type TieringPlan } from '../../../../shared/documents/plan.ts'
import type { Fix, Problem } from '../../../../shared/documents/problem.ts'
import type { Machine } from '../../hardware/machine.ts'
import { checkGroups } from './check-groups.ts'
import { tiersOf } from '../../hardware/tiers.ts'
import { checkZones } from './zones/check-zones.ts'
import { foresightBytesPerAccess, foresightLimit } from './replay/foresight.ts'

/** What only the machine and the workload together can tell of a plan whose fields are each in order. */
export function checkTieringPlan(
  plan: TieringPlan,
  machine: Machine,
  traits: readonly PartTrait[],
): readonly Problem[] {
  return [
    ...checkNodes(machine),
    ...checkOutside(plan, machine),
    ...checkCapacity(plan, machine, traits),
    ...checkZones(plan, machine, traits),
    ...checkForesight(plan, traits),
    ...checkTiers(plan, machine, traits),
    ...checkGroups(plan, machine, traits),
    ...checkThreads(plan, machine),
    ...checkScale(plan, machine, traits),
    ...checkSamples(plan, machine),
    ...checkInterventions(plan, machine),
  ]
}

const bytes = (amount: number) => formatQuantity(amount, 'bytes')

function error(code: string, path: string, fact: string, wayOut: string): Problem {
  return { severity: 'error', code, path, fact, wayOut }
}

function warning(
  code: string,
  path: string,
  fact: string,
  wayOut: string,
  fixes: readonly (Fix | undefined)[] = [],
): Problem {
  const offered = fixes.filter((fix) => fix !== undefined)
  return { severity: 'warning', code, path, fact, wayOut, ...(offered.length > 0 && { fixes: offered }) }
}

function checkNodes(machine: Machine): Problem[] {
  const ids = machine.nodes.map((node) => node.id)
  const twice = ids.find((id, n) => ids.indexOf(id) !== n)
  const odd = ids.find((id) => !/^[\w-]+$/.test(id))
  return [
    ...(twice === undefined
      ? []
      : [error('node-twice', 'machine.nodes', `two nodes have the id "${twice}"`, 'give each an id of its own')]),
    ...(odd === undefined
      ? []
      : [error('node-id', 'machine.nodes', `the node id "${odd}" is no name for a column`, 'use letters, digits, _ and -')]),
  ] // prettier-ignore
}

function checkCapacity(plan: TieringPlan, machine: Machine, traits: readonly PartTrait[]): Problem[] {
  const wanted = workingSetBytes(plan)
  const total = machine.nodes.reduce((sum, node) => sum + node.capacityBytes, 0)
  const field = plan.trace ? 'workload.path' : 'workload.workingSetGiB'
  if (wanted > total) {
    return [error('out-of-memory', field, `the working set of ${bytes(wanted)} is larger than the machine’s ${bytes(total)}`, 'make it smaller or give a node more capacity')] // prettier-ignore
  }
  const simulatedPage = plan.run.pageBytes * plan.run.scale
  const fast = machine.nodes[tiersOf(machine)[0][0]]
  if (fast.capacityBytes < simulatedPage) {
    return [error('no-room', 'machine', `the fast node "${fast.id}" has ${bytes(fast.capacityBytes)}, less than one simulated page of ${bytes(simulatedPage)}`, 'give it more capacity, or choose smaller pages or a finer scale')] // prettier-ignore
  }
  const [home] = tiersOf(machine).at(-1) ?? []
  const homeBytes = machine.nodes[home].capacityBytes
  if (traits.includes('cache') && wanted > homeBytes) {
    return [error('no-home', field, `the working set of ${bytes(wanted)} does not fit the slowest tier’s ${bytes(homeBytes)}, where a cache’s pages live`, 'make it smaller or give that tier more capacity')] // prettier-ignore
  }
  return []
}

/** A policy that sees the whole future keeps all of it in memory. */
function checkForesight(plan: TieringPlan, traits: readonly PartTrait[]): Problem[] {
  if (!traits.includes('foresight') || plan.run.engine !== 'replay') return []
  const ends = [plan.run.accessLimit, plan.trace?.accessCount ?? 0].filter((accesses) => accesses > 0)
  if (ends.length === 0) {
    return [error('no-end', 'run.accessLimit', `the policy "${plan.policy.kind}" sees the whole future, but this run has no last access`, 'set run.accessLimit')] // prettier-ignore
  }
  const accesses = Math.min(...ends)
  const isSampled = plan.trace?.accessesPerSample !== undefined
  const limit = isSampled ? foresightLimit / 2 : foresightLimit
  if (accesses <= limit) return []
  const needed = bytes(accesses * foresightBytesPerAccess * (isSampled ? 2 : 1))
  return [error('future-too-long', 'run.accessLimit', `the policy "${plan.policy.kind}" would keep ${needed} for the future of ${accesses} accesses`, `set run.accessLimit to at most ${limit}`)] // prettier-ignore
}

function checkTiers(plan: TieringPlan, machine: Machine, traits: readonly PartTrait[]): Problem[] {
  if (traits.includes('stays')) return []
  const tiers = new Set(machine.nodes.map((node) => node.tier))
  if (tiers.size === 1) {
    return [warning('one-tier', 'machine', 'every node is in one tier, so nothing can be promoted or demoted', 'give the slower nodes a higher tier number', [slowestToNextTier(plan)])] // prettier-ignore
  }
  const fastest = Math.min(...tiers)
  const fastBytes = machine.nodes.reduce(
    (sum, node) => (node.tier === fastest ? sum + node.capacityBytes : sum),
    0,
  )
  if (workingSetBytes(plan) <= fastBytes * 0.98) {
    return [warning('all-fast', 'machine', `the working set of ${bytes(workingSetBytes(plan))} fits the fastest tier’s ${bytes(fastBytes)}, so no page needs to move`, 'make the fast tier smaller or the working set larger', [largerWorkingSet(plan, machine, fastBytes)])] // prettier-ignore
  }
  if (plan.policy.values.demotion_enabled === false) {
    return [warning('never-emptied', 'policy.demotion_enabled', 'the fast tier fills up at once and nothing empties it: promotions will fail', 'turn demotion on', [{ title: 'turn demotion on', path: 'policy.demotion_enabled', value: true }])] // prettier-ignore
  }
  return []
}

/** Where the nodes are rows of a table: the slowest one moves to the next tier. */
function slowestToNextTier(plan: TieringPlan): Fix | undefined {
  const rows = plan.machine.values.nodes
  if (!Array.isArray(rows) || rows.length < 2) return undefined
  const nodes = rows as readonly ParamRow[]
  let slowest = 0
  nodes.forEach((row, i) => {
    if (Number(row.idleNs) > Number(nodes[slowest].idleNs)) slowest = i
  })
  const tier = Number(nodes[slowest].tier) + 1
  return { title: `put ${String(nodes[slowest].title)} into tier ${tier}`, path: `machine.nodes.${slowest}.tier`, value: tier } // prettier-ignore
}

/** Twice the fast tier, or nearly all that there is. */
function largerWorkingSet(plan: TieringPlan, machine: Machine, fastBytes: number): Fix | undefined {
  if (typeof plan.workload.values.workingSetGiB !== 'number') return undefined
  const total = machine.nodes.reduce((sum, node) => sum + node.capacityBytes, 0)
  const wanted = Math.min(2 * fastBytes, 0.9 * total)
  if (wanted <= fastBytes) return undefined
  const gibibytes = Number((wanted / giB).toPrecision(3))
  return { title: `use a working set of ${bytes(gibibytes * giB)}`, path: 'workload.workingSetGiB', value: gibibytes } // prettier-ignore
}

/** A node without a tier is never used, which nobody would notice from the results. */
function checkOutside(plan: TieringPlan, machine: Machine): Problem[] {
  const rows = Array.isArray(plan.machine.values.nodes) ? (plan.machine.values.nodes as readonly ParamRow[]) : []
  const last = Math.max(...machine.nodes.map((node) => node.tier))
  return (machine.outside ?? []).map((node) => {
    const row = rows.findIndex(({ id }) => id === node.id)
    const path = row < 0 ? 'machine' : `machine.nodes.${row}.tier`
    const fix = row < 0 ? undefined : { title: `put it into tier ${last + 1}`, path, value: last + 1 }
    return warning('node-outside', path, `nothing can reach ${node.title} in this run: it is in no tier`, 'give it a tier, or leave it out', [fix]) // prettier-ignore
  })
} // prettier-ignore

function checkThreads(plan: TieringPlan, machine: Machine): Problem[] {
  if (plan.workload.values.threads === undefined) return []
  const threads = Number(plan.workload.values.threads)
  const [processor] = machine.processors
  if (threads <= processor.hardwareThreads) return []
  return [warning('too-many-threads', 'workload.threads', `${threads} threads share the ${processor.hardwareThreads} hardware threads of ${processor.title}, which the model does not slow down`, `use at most ${processor.hardwareThreads}`)] // prettier-ignore
}

/** Below so many simulated pages between two watermarks kswapd’s batches of 32 distort what they do. */
const fewestPagesPerMark = 40
const largestFullPages = 64_000_000

function checkScale(plan: TieringPlan, machine: Machine, traits: readonly PartTrait[]): Problem[] {
  const { scale, pageBytes, engine } = plan.run
  const pages = (workingSetBytes(plan) * sampleShareOf(plan)) / pageBytes / scale
  if (pages > largestFullPages) {
    return [error('too-many-pages', engine === 'rates' ? 'run.scale' : 'workload', `${formatQuantity(pages, 'pages')} to simulate need more memory than a run is given`, engine === 'rates' ? 'choose a coarser scale' : 'choose a smaller working set, or the rates engine with a scale')] // prettier-ignore
  }
  if (!traits.includes('kswapd') || scale === 1) return []
  const fastest = machine.nodes.reduce((best, node) => (node.tier < best.tier ? node : best))
  const perMark = (fastest.capacityBytes * 0.001) / pageBytes / scale
  if (perMark >= fewestPagesPerMark) return []
  return [warning('coarse-scale', 'run.scale', `at scale ${scale} two watermarks are ${Math.round(perMark)} simulated pages apart, close to kswapd’s batch of 32`, 'choose a finer scale for exact reclaim')] // prettier-ignore
}

/** Below so many pages of the fastest node the luck of the draw shows in miss ratios. */
const fewestKeptPages = 500

/** What a trace leaves out is said before its figures are believed. */
function checkSamples(plan: TieringPlan, machine: Machine): Problem[] {
  const { trace } = plan
  if (trace === undefined) return []
  const share = sampleShareOf(plan)
  const fastest = machine.nodes.reduce((best, node) => (node.tier < best.tier ? node : best))
  const fastPages = Math.floor((fastest.capacityBytes * share) / plan.run.pageBytes)
  const perSample = trace.accessesPerSample
  const problems: Problem[] = []
  if (share < 1) {
    problems.push(warning('pages-sampled', 'workload.sampleShare', `only ${formatQuantity(share, 'share', 4)} of the trace’s pages are kept, and every node has that share of its capacity (${fastPages} pages of the fastest): counts are those of the kept pages, shares and ratios estimate the whole`, fastPages < fewestKeptPages ? `keep more pages: below ${fewestKeptPages} fast pages estimates are rough` : 'keep all pages for exact figures')) // prettier-ignore
  }
  if (perSample !== undefined) {
    const known = perSample > 1
    const fact = known
      ? `the trace holds samples, each charged as the accesses it stands for (${formatQuantity(perSample, 'accesses', 3)} on average)`
      : 'the trace holds samples that do not say what they stand for; each is charged as one access'
    const wayOut = known ? 'read counts and times as estimates; hint faults come once per sample' : 'read times and rates as those of the samples, not of the program' // prettier-ignore
    problems.push(warning('trace-of-samples', 'workload.path', fact, wayOut))
  }
  return problems
}

/** Paths count the entries in order of time; `checkSetup` turns them into places of the document. */
function checkInterventions(plan: TieringPlan, machine: Machine): Problem[] {
  const { pageBytes, scale } = plan.run
  const pages = Math.max(1, Math.round((workingSetBytes(plan) * sampleShareOf(plan)) / pageBytes / scale))
  const ids = machine.nodes.map((node) => node.id)
  return plan.schedule.flatMap((entry, i) => {
    const kind = 'veto' in entry ? 'veto' : 'force' in entry ? 'force' : undefined
    if (kind === undefined) return []
    const range = 'veto' in entry ? entry.veto : 'force' in entry ? entry.force : { page: 0, pages: 1 }
    const problems: Problem[] = []
    if (range.page >= pages) {
      problems.push(error('no-such-page', `schedule.${i}.${kind}.page`, `there is no page ${range.page}: the run has ${pages} (simulated) pages`, `use at most ${pages - 1}`)) // prettier-ignore
    }
    if ('force' in entry && entry.force.node !== '' && !ids.includes(entry.force.node)) {
      problems.push(error('no-such-node', `schedule.${i}.force.node`, `the machine has no node "${entry.force.node}"`, `choose from ${ids.map((id) => `"${id}"`).join(', ')}`)) // prettier-ignore
    }
    return problems
  })
}
