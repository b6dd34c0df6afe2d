import { createSilentRecorder } from '../main/engine/recording/silent-recorder.ts'
import { createSimulation, parts } from '../main/engine/catalog.ts'
import { createCompaction } from '../main/engine/frames/scanners/compaction.ts'
import { randomMix } from '../main/engine/zones/random-mix.ts'
import type { CompactionSetup } from '../shared/documents/experiment.ts'
import { resolvePlan } from '../shared/documents/resolve-plan.ts'
import { median, type Report } from './report.ts'

const frames = 16_777_216
const passes = 5

/** A full pass of both scanners over 64 GiB: the scanners alone, and a whole run of the study without a recorder. */
export function benchCompaction(report: Report): void {
  const values = { frames, freeShare: 0.3, unmovableShare: 0.05, unmovableKind: 'slab', placement: 'clustered', clusterShare: 0.2 }
  const shape = { frames, pageblockFrames: 512, slabMovable: false }
  const seconds: number[] = []
  let moved = 0
  let bytes = 0
  for (let pass = 0; pass < passes; pass++) {
    const zone = randomMix.createZone(values, shape, 1)
    const columns = [zone.kind, zone.order, zone.owner, zone.blockType]
    bytes = columns.reduce((sum, column) => sum + column.byteLength, zone.free.words.buffer.byteLength)
    moved = 0
    const nothing = () => undefined
    const host = {
      ...{ busy: () => false, movePageNs: () => 2000, spend: nothing, listed: nothing, aside: nothing },
      ...{ dropped: nothing, moved: () => void moved++, failed: nothing, passed: nothing, scanned: nothing },
    }
    const memory = { migrateFrame: -1, freeBlock: -1, skip: new Uint8Array(zone.blockType.length) }
    const rules = {
      ...{ batchFrames: 32, spansBlocks: false, sync: true, order: -1, requestFrames: 0, captures: false },
      ...{ movableBlocksOnly: false, skipBits: false, fastSearch: false, scanFrameNs: 10, syncWaitNs: 0, asyncTries: 1 },
    }
    const before = process.cpuUsage()
    const compaction = createCompaction(zone, rules, host, memory)
    while (compaction.advance() === undefined);
    compaction.close()
    seconds.push(process.cpuUsage(before).user / 1e6)
  }
  const pass = median(seconds)
  report.figure(`compaction: pages moved of ${frames} frames`, String(moved))
  report.figure('compaction: a full pass over 64 GiB, user CPU', `${pass.toFixed(2)} s`, { text: '≤ 0.5 s', holds: pass <= 0.5 })
  report.figure('compaction: zone memory a frame', `${(bytes / frames).toFixed(2)} B`, { text: '≤ 5 B', holds: bytes / frames <= 5 })
  report.figure('compaction: 64 GiB as a run of the study, not recorded, user CPU', `${runSeconds().toFixed(2)} s`)
} // prettier-ignore

function runSeconds(): number {
  const setup: CompactionSetup = {
    ...{ format: 1, study: 'compaction', name: 'bench', run: { frames: 4000 } },
    zone: { kind: 'random-mix', frames, unmovableShare: 0.05, placement: 'clustered' },
    workload: { kind: 'quiet' },
    trigger: { kind: 'manual' },
    compactor: { kind: 'compaction-v1' },
    mechanism: { kind: 'migrate_pages' },
  }
  const simulation = createSimulation(resolvePlan(setup, parts))
  simulation.attach(createSilentRecorder())
  const before = process.cpuUsage()
  while (simulation.step() !== 'done');
  return process.cpuUsage(before).user / 1e6
}
