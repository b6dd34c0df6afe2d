import type { TieringPlan } from '../../../../shared/documents/plan.ts'
import type { RecordingSpec } from '../../../../shared/documents/recorded.ts'
import type { ColumnSpec, MatrixSpec, TrackSpec } from '../../../../shared/documents/series.ts'
import type { ThreadGroup } from '../../agents/thread-group.ts'
import type { Machine } from '../../hardware/machine.ts'
import type { Workload } from '../../workload.ts'
import { zoneColumns, zoneTracks } from './zones/zone-columns.ts'
import type { PolicyRecording } from './policy-seat.ts'

const counted = 'counted by the model as events happen; a scaled run multiplies by its scale'
const loop = 'closed loop of throughput and loaded latency: docs/engines.md'
const costs = 'costs of the mechanism and the policy’s parts: docs/sources.md'
const placement = 'the page table of the model'

/** Rows of an address × time matrix. */
export const matrixBins = 256

/** What a tiering run records: the columns in the order in which `epoch-row.ts` fills them, then the policy's own. */
export function tieringSpec(
  plan: TieringPlan,
  machine: Machine,
  { pageCount, groups }: Pick<Workload, 'pageCount' | 'groups'>,
  policy: PolicyRecording,
): RecordingSpec {
  const pagesPerBin = Math.max(1, Math.ceil(pageCount / matrixBins))
  const bins = Math.ceil(pageCount / pagesPerBin)
  const matrix = (
    layer: NonNullable<MatrixSpec['layer']>,
    id: string,
    title: string,
    about: string,
  ): MatrixSpec => ({
    ...{ id, title, about, bins, pagesPerBin, layer },
    draw: layer === 'fast' ? 'share' : 'intensity',
    unit: layer === 'truth' || layer === 'seen' ? 'accesses' : 'share',
  })
  return {
    columns: [...baseColumns(machine), ...groupColumns(groups), ...zoneColumns(plan, machine), ...policy.columns],
    tracks: [...baseTracks(machine), ...groupTracks(groups), ...zoneTracks(plan, machine), ...policy.tracks],
    maps: [
      {
        id: 'placement', title: 'Placement', cells: pageCount, cellTitle: 'page',
        legend: [
          { title: 'not touched yet', role: 'absent', sign: '·' },
          ...machine.nodes.map((node) => ({ title: node.title, role: node.role, sign: node.tier === 0 ? '▲' : '▽' })),
        ],
      },
    ], // prettier-ignore
    matrices: [
      matrix('truth', 'accesses', 'true accesses', 'Accesses to each range of pages: the truth, which no policy sees.'),
      matrix('seen', 'seen', 'seen by the tracker', 'What the policy’s tracker noticed: hint faults, samples, or every access of a cache policy.'),
      matrix('fast', 'placement', 'placement', 'Share of each range of pages that lives in the fastest tier.'),
      ...(policy.belief ? [matrix('belief', 'believed', 'believed hot', policy.belief.about)] : []),
    ],
    nodes: machine.nodes.map(({ id, title, role }) => ({ id, title, role })),
    scale: plan.run.scale,
    pageBytes: plan.run.pageBytes,
  } // prettier-ignore
}

function baseColumns(machine: Machine): readonly ColumnSpec[] {
  const { nodes, links } = machine
  return [
    ...nodes.map((node): ColumnSpec => ({ name: `accessShare.${node.id}`, title: node.title, unit: 'share', fold: 'mean', role: node.role, ...(node.tier === 0 && { better: 'more' }), about: `Share of accesses that ${node.title} served.` })),
    ...nodes.map((node): ColumnSpec => ({ name: `latencyNs.${node.id}`, title: node.title, unit: 'ns', fold: 'mean', role: node.role, better: 'less', about: `Loaded latency of ${node.title}, weighted by who accesses it.` })),
    ...nodes.map((node): ColumnSpec => ({ name: `bytesPerSec.${node.id}`, title: node.title, unit: 'bytesPerSec', fold: 'mean', role: node.role, about: `Traffic on ${node.title}: accesses with write-backs, and migration.` })),
    ...nodes.map((node): ColumnSpec => ({ name: `freeBytes.${node.id}`, title: `${node.title} free`, unit: 'bytes', fold: 'last', role: node.role, counter: 'nr_free_pages', about: `Free memory of ${node.title}.` })),
    ...links.map((link): ColumnSpec => ({ name: `linkShare.${link.id}`, title: link.title, unit: 'share', fold: 'mean', role: 'plain', about: `Traffic over ${link.title} as a share of one direction’s bandwidth.` })),
    { name: 'throughputAccessesPerSec', title: 'throughput', unit: 'accessesPerSec', fold: 'mean', role: 'plain', better: 'more', about: 'Accesses (cache lines) of all thread groups per second, from the closed loop.' },
    { name: 'meanLatencyNs', title: 'mean latency', unit: 'ns', fold: 'mean', role: 'plain', better: 'less', about: 'Loaded memory latency averaged over accesses, without think time.' },
    { name: 'promotedPages', title: 'promoted', unit: 'pages', fold: 'sum', perSec: true, role: 'promote', counter: 'pgpromote_success', about: 'Pages moved to a faster tier.' },
    { name: 'demotedPages', title: 'demoted', unit: 'pages', fold: 'sum', perSec: true, role: 'demote', counter: 'pgdemote_kswapd', about: 'Pages moved to a slower tier.' },
    { name: 'pingPongPages', title: 'ping-pong', unit: 'pages', fold: 'sum', perSec: true, role: 'trouble', better: 'less', about: 'Promotions within the ping-pong window of that page’s demotion.' },
    { name: 'refusedPages', title: 'refused', unit: 'pages', fold: 'sum', perSec: true, role: 'plain', about: 'Pages that were looked at and left where they were.' },
    { name: 'failedPages', title: 'failed', unit: 'pages', fold: 'sum', perSec: true, role: 'trouble', better: 'less', about: 'Moves that were wanted and found no room.' },
    { name: 'hintFaults', title: 'hint faults', unit: 'count', fold: 'sum', perSec: true, role: 'policy', counter: 'numa_hint_faults', about: 'NUMA hint faults taken.' },
    { name: 'candidatePages', title: 'candidates', unit: 'pages', fold: 'sum', perSec: true, role: 'policy', counter: 'pgpromote_candidate', about: 'Pages found hot by latency, whether or not they were then promoted; the shortcut is not counted.' },
    { name: 'missedAccesses', title: 'misses', unit: 'accesses', fold: 'sum', perSec: true, role: 'demote', better: 'less', about: 'Accesses that the fastest tier did not serve.' },
    { name: 'migrationBytes', title: 'migration', unit: 'bytes', fold: 'sum', perSec: true, role: 'promote', about: 'Bytes of pages copied between nodes.' },
    { name: 'kernelShare', title: 'kernel time', unit: 'share', fold: 'mean', role: 'trouble', better: 'less', about: 'Share of the application’s thread time lost to hint faults, scans, migrations and reclaim.' },
  ] // prettier-ignore
}

/** Where there are several groups, each has its throughput. In the order of the workload. */
function groupColumns(groups: readonly ThreadGroup[]): readonly ColumnSpec[] {
  if (groups.length < 2) return []
  return groups.map((group): ColumnSpec => ({ name: `groupAccessesPerSec.${group.id}`, title: group.title, unit: 'accessesPerSec', fold: 'mean', role: 'plain', about: `Accesses per second of ${group.title}${group.background ? ', which are in no other figure' : ''}.` })) // prettier-ignore
}

function groupTracks(groups: readonly ThreadGroup[]): readonly TrackSpec[] {
  if (groups.length < 2) return []
  return [{ id: 'groups', title: 'Throughput of groups', unit: 'accessesPerSec', draw: 'lines', pinned: true, about: 'Accesses per second of each thread group.', formula: 'X of each group, X · (Σ share · loaded latency + think time) = its lines in flight', source: loop, columns: groupColumns(groups).map(({ name }) => name) }] // prettier-ignore
}

function baseTracks(machine: Machine): readonly TrackSpec[] {
  const all = (prefix: string) => machine.nodes.map((node) => `${prefix}.${node.id}`)
  const links = machine.links.map((link) => `linkShare.${link.id}`)
  return [
    { id: 'accessShare', title: 'Access share', unit: 'share', draw: 'stack', range: [0, 1], pinned: true, about: 'Share of accesses that each node served.', formula: 'accesses served by the node / accesses', source: counted, columns: all('accessShare') },
    { id: 'throughput', title: 'Throughput', unit: 'accessesPerSec', draw: 'lines', pinned: true, about: 'Accesses per second of all thread groups.', formula: 'X with X · (Σ share · loaded latency + think time) = lines in flight', source: loop, columns: ['throughputAccessesPerSec'] },
    { id: 'latency', title: 'Loaded latency', unit: 'ns', draw: 'lines', pinned: true, about: 'Latency of each node under its load.', formula: 'L0 · (1 + a · r / (1 − r)), r = traffic / asymptote', source: loop, columns: [...all('latencyNs'), 'meanLatencyNs'] },
    { id: 'migration', title: 'Migration', unit: 'pagesPerSec', draw: 'lines', pinned: true, about: 'Pages moved up and down per second.', formula: 'Σ moves in the frame / its time', source: counted, columns: ['promotedPages', 'demotedPages', 'pingPongPages'] },
    { id: 'kernel', title: 'Kernel time', unit: 'share', draw: 'lines', pinned: false, about: 'Thread time that the application lost to the kernel.', formula: 'Σ kernel time of the threads / (threads · time)', source: costs, columns: ['kernelShare'] },
    { id: 'faults', title: 'Hint faults', unit: 'perSec', draw: 'lines', pinned: false, about: 'Faults taken, candidates found, pages refused and failed.', formula: 'Σ events in the frame / its time', source: counted, columns: ['hintFaults', 'candidatePages', 'refusedPages', 'failedPages'] },
    { id: 'misses', title: 'Misses', unit: 'accessesPerSec', draw: 'lines', pinned: false, about: 'Accesses that the fastest tier did not serve.', formula: 'Σ accesses not served by tier 0 / time', source: counted, columns: ['missedAccesses'] },
    { id: 'traffic', title: 'Traffic', unit: 'bytesPerSec', draw: 'lines', pinned: false, about: 'Traffic on each node.', formula: 'X · share · (64 B + write-backs) + copied bytes / time', source: loop, columns: all('bytesPerSec') },
    { id: 'copied', title: 'Migration traffic', unit: 'bytesPerSec', draw: 'lines', pinned: false, about: 'Bytes of pages copied.', formula: 'Σ pages copied · page size / time', source: counted, columns: ['migrationBytes'] },
    ...(links.length > 0 ? [{ id: 'links', title: 'Link utilisation', unit: 'share', draw: 'lines', pinned: false, about: 'Traffic against the bandwidth of one direction.', formula: 'traffic of the nodes behind the link / its bandwidth, one direction', source: loop, columns: links } as const] : []),
    { id: 'free', title: 'Free memory', unit: 'bytes', draw: 'lines', pinned: false, about: 'Free memory of each node.', formula: 'capacity − pages there · page size', source: placement, columns: all('freeBytes') },
  ] // prettier-ignore
}
