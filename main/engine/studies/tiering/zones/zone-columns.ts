import type { MetricInfo, RunSummary } from '../../../../../shared/documents/run.ts'
import type { ColumnSpec, TrackSpec } from '../../../../../shared/documents/series.ts'
import { nodeZonesOf } from '../../../../../shared/documents/studies/node-zone-params.ts'
import type { TieringPlan } from '../../../../../shared/documents/plan.ts'
import { unusableFreeIndex } from '../../../frames/fragmentation.ts'
import type { Machine } from '../../../hardware/machine.ts'
import { tiersOf } from '../../../hardware/tiers.ts'
import { hugeOrder } from './node-frames.ts'
import type { NodeZones } from './node-zones.ts'
import type { ZoneLedger } from './zone-ledger.ts'

const counted = 'counted frame by frame'
const assumed =
  'times of scanning, moving and dropping are parameters: see run.dropPageNs, the compactors and the mechanism'
const kernel = 'Linux mm/vmstat.c' // prettier-ignore

/** Columns that are sums over an epoch, with the figure of the ledger that each takes the differences of. */
const sums: readonly (readonly [keyof ZoneLedger, ColumnSpec])[] = [
  ['got', { name: 'hugePagesGot', title: 'got', unit: 'count', fold: 'sum', role: 'promote', better: 'more', counter: 'thp_fault_alloc', about: 'Regions that got a huge page at their first touch.' }],
  ['missed', { name: 'hugePagesMissed', title: 'went without', unit: 'count', fold: 'sum', role: 'trouble', better: 'less', counter: 'thp_fault_fallback', about: 'Regions that found no block of 512 frames at their first touch and have base pages.' }],
  ['movedWhole', { name: 'hugePagesMoved', title: 'moved whole', unit: 'count', fold: 'sum', role: 'policy', counter: 'thp_migration_success', about: 'Huge pages that moved to another node as a whole.' }],
  ['split', { name: 'hugePagesSplit', title: 'split', unit: 'count', fold: 'sum', role: 'trouble', counter: 'thp_split_page', about: 'Huge pages that became base pages because one of theirs was to move and they could not move whole.' }],
  ['reclaimedPages', { name: 'reclaimedPages', title: 'reclaimed', unit: 'pages', fold: 'sum', role: 'demote', better: 'less', counter: 'pgsteal_direct', about: 'Clean cached pages that were dropped for the workload’s.' }],
  ['compactionMoved', { name: 'compactionMovedFrames', title: 'moved', unit: 'frames', fold: 'sum', role: 'promote', counter: 'compact_migrate_success', about: 'Pages that compaction moved within their node.' }],
  ['compactionScanned', { name: 'compactionScannedFrames', title: 'scanned', unit: 'frames', fold: 'sum', role: 'plain', counter: 'compact_migrate_scanned + compact_free_scanned', about: 'Frames that both scanners looked at.' }],
  ['compactionNs', { name: 'compactionNs', title: 'compaction', unit: 'ns', fold: 'sum', role: 'trouble', better: 'less', about: 'CPU time of compaction, whoever pays it.' }],
  ['attemptNs', { name: 'hugeAttemptNs', title: 'waits', unit: 'ns', fold: 'sum', role: 'trouble', better: 'less', about: 'Time of first touches that found no block at once: direct compaction and reclaim.' }],
] // prettier-ignore

/** The columns of a run whose nodes own zones (else none), in the order in which `createZoneRow` fills them. */
export function zoneColumns(plan: TieringPlan, machine: Machine): readonly ColumnSpec[] {
  if (nodeZonesOf(plan.run) === undefined) return []
  return [
    ...sums.map(([, spec]) => spec),
    { name: 'hugePages', title: 'huge pages', unit: 'count', fold: 'last', role: 'promote', about: 'Huge pages that there are.' },
    ...ownersOf(plan, machine).map((node): ColumnSpec => ({ name: `freeHugeBlocks.${node.id}`, title: node.title, unit: 'count', fold: 'last', role: node.role, about: `Free aligned blocks of 512 frames of ${node.title}.` })),
    ...ownersOf(plan, machine).map((node): ColumnSpec => ({ name: `unusableFreeIndex.${node.id}`, title: node.title, unit: 'share', fold: 'last', role: node.role, about: `Share of the free frames of ${node.title} in blocks too small for a huge page.` })),
  ] // prettier-ignore
}

export function zoneTracks(plan: TieringPlan, machine: Machine): readonly TrackSpec[] {
  if (nodeZonesOf(plan.run) === undefined) return []
  const owners = ownersOf(plan, machine).map(({ id }) => id)
  return [
    { id: 'hugePages', title: 'Huge pages', unit: 'count', draw: 'lines', pinned: true, about: 'Huge pages asked for at first touches, got or not, and those that moved whole or were split.', formula: 'Σ over the frame', source: counted, columns: ['hugePagesGot', 'hugePagesMissed', 'hugePagesMoved', 'hugePagesSplit'] },
    { id: 'hugePagesNow', title: 'Huge pages there are', unit: 'count', draw: 'steps', pinned: false, about: 'Huge pages, and free blocks that further ones could have.', formula: 'at the end of the frame', source: counted, columns: ['hugePages', ...owners.map((id) => `freeHugeBlocks.${id}`)] },
    { id: 'hugeWork', title: 'Compaction and reclaim', unit: 'count', draw: 'lines', pinned: true, about: 'What was done for huge pages: frames scanned and moved, cached pages dropped.', formula: 'Σ over the frame', source: counted, columns: ['compactionScannedFrames', 'compactionMovedFrames', 'reclaimedPages'] },
    { id: 'hugeTime', title: 'Time for huge pages', unit: 'ns', draw: 'lines', pinned: true, about: 'CPU time of compaction, and what first touches waited.', formula: 'Σ scan + Σ move + Σ drop', source: assumed, columns: ['compactionNs', 'hugeAttemptNs'] },
    { id: 'unusable', title: 'Unusable free', unit: 'share', draw: 'steps', range: [0, 1], pinned: false, about: 'Share of the free frames that no huge page can use.', formula: '1 − Σ_{i ≥ 9} blocks_i · 2^i / free', source: kernel, columns: owners.map((id) => `unusableFreeIndex.${id}`) },
  ] // prettier-ignore
}

function ownersOf({ run }: TieringPlan, machine: Machine) {
  const settings = nodeZonesOf(run)
  if (settings === undefined) return []
  return settings.zone === 'all' ? machine.nodes : [machine.nodes[tiersOf(machine)[0][0]]]
}

/** Writes the columns from `row[at]` on; returns the next place. */
export function createZoneRow({ ledger, owned }: NodeZones): (row: Float64Array, at: number) => number {
  const before = { ...ledger }
  return (row, from) => {
    let at = from
    for (const [name] of sums) {
      row[at++] = ledger[name] - before[name]
      before[name] = ledger[name]
    }
    row[at++] = ledger.present
    for (const { frames } of owned) {
      const { blocks, maxOrder } = frames.zone.free
      let free = 0
      for (let order = hugeOrder; order <= maxOrder; order++)
        free += blocks[order] * (1 << (order - hugeOrder))
      row[at++] = free
    }
    for (const { frames } of owned) row[at++] = unusableFreeIndex(frames.zone.free, hugeOrder)
    return at
  }
}

export function zoneSummary({ ledger }: NodeZones): RunSummary {
  const count = (value: number) => ({ value, unit: 'count' as const })
  const ns = (value: number) => ({ value, unit: 'ns' as const })
  const { got, missed, split, gotByCompaction, deferred, reclaimedPages, compactionRuns, compactionMoved } =
    ledger
  return {
    hugePagesGot: count(got),
    hugePagesMissed: count(missed),
    hugePagesMoved: count(ledger.movedWhole),
    hugePagesSplit: count(split),
    hugePagesGotByCompaction: count(gotByCompaction),
    hugeAttempts: count(ledger.attempts),
    hugeAttemptsDeferred: count(deferred),
    ...(ledger.attempts > 0 && { hugeAttemptMeanNs: ns(ledger.attemptNs / ledger.attempts) }),
    hugeAttemptMaxNs: ns(ledger.longestNs),
    reclaimedPages: { value: reclaimedPages, unit: 'pages' },
    compactionRuns: count(compactionRuns),
    compactionMovedFrames: { value: compactionMoved, unit: 'frames' },
    compactionScannedFrames: { value: ledger.compactionScanned, unit: 'frames' },
    compactionCpuNs: ns(ledger.compactionNs),
  }
}

/** What the figures of such a summary mean. */
export const zoneMetrics: readonly MetricInfo[] = [
  { name: 'hugePagesGot', title: 'huge pages got', unit: 'count', better: 'more', kind: 'total', about: 'Regions of 512 pages that got a huge page at their first touch.', formula: 'Σ regions that got a block of order 9', source: counted, counter: 'thp_fault_alloc' },
  { name: 'hugePagesMissed', title: 'huge pages missed', unit: 'count', better: 'less', kind: 'total', about: 'Regions that found no aligned block of 512 frames at their first touch and have base pages.', formula: 'Σ regions that asked − got', source: counted, counter: 'thp_fault_fallback' },
  { name: 'hugePagesMoved', title: 'huge pages moved', unit: 'count', kind: 'total', about: 'Huge pages that moved to another node as a whole: it had room, and an aligned block where it owns a zone.', formula: 'Σ moves of 512 pages together', source: counted, counter: 'thp_migration_success' },
  { name: 'hugePagesSplit', title: 'huge pages split', unit: 'count', better: 'less', kind: 'total', about: 'Huge pages that became base pages because one of theirs was to move and they could not move whole.', formula: 'Σ splits', source: counted, counter: 'thp_split_page' },
  { name: 'hugePagesGotByCompaction', title: 'got by compaction', unit: 'count', kind: 'total', about: 'Of those got, the ones that found no block at first and won one by direct compaction.', formula: 'Σ blocks won by direct compaction', source: counted, counter: 'compact_success' },
  { name: 'hugeAttempts', title: 'attempts', unit: 'count', kind: 'total', about: 'First touches that found no block at once, whatever was then done.', formula: 'Σ regions that found no free block', source: counted },
  { name: 'hugeAttemptsDeferred', title: 'attempts left out', unit: 'count', kind: 'total', about: 'Attempts for which compaction was deferred after failures.', formula: 'Σ attempts that were deferred', source: counted },
  { name: 'hugeAttemptMeanNs', title: 'an attempt takes', unit: 'ns', better: 'less', kind: 'mean', about: 'How long an attempt took: direct compaction and reclaim. Absent where there was none.', formula: 'Σ (compaction + reclaim of first touches) / attempts', source: assumed },
  { name: 'hugeAttemptMaxNs', title: 'longest attempt', unit: 'ns', better: 'less', kind: 'last', about: 'How long the longest attempt took.', formula: 'max (compaction + reclaim)', source: assumed },
  { name: 'reclaimedPages', title: 'reclaimed', unit: 'pages', better: 'less', kind: 'total', about: 'Clean cached pages that were dropped for the workload’s.', formula: 'Σ cached pages dropped', source: counted, counter: 'pgsteal_direct' },
  { name: 'compactionRuns', title: 'runs of compaction', unit: 'count', kind: 'total', about: 'How often the two scanners set out; a direct attempt has up to two, asynchronous and synchronous.', formula: 'Σ runs', source: counted },
  { name: 'compactionMovedFrames', title: 'moved by compaction', unit: 'frames', kind: 'total', about: 'Pages that compaction moved within their node.', formula: 'Σ pages moved', source: counted, counter: 'compact_migrate_success' },
  { name: 'compactionScannedFrames', title: 'scanned by compaction', unit: 'frames', kind: 'total', about: 'Frames that both scanners looked at.', formula: 'Σ frames', source: counted, counter: 'compact_migrate_scanned + compact_free_scanned' },
  { name: 'compactionCpuNs', title: 'compaction time', unit: 'ns', better: 'less', kind: 'total', about: 'CPU time of compaction: that of first touches, and kcompactd’s.', formula: 'Σ scan + Σ move', source: assumed },
] // prettier-ignore
