import { createDeferral, type Deferral } from '../../../frames/deferral.ts'
import { fragmentationIndex } from '../../../frames/fragmentation.ts'
import { createCompaction, type Compaction } from '../../../frames/scanners/compaction.ts'
import { kernelV1, kernelV68, scanDefaults } from '../../../frames/scanners/kernels.ts'
import type { ScanHost, ScanMemory, ScanRules } from '../../../frames/scanners/rules.ts'
import { hugeOrder, type NodeFrames } from './node-frames.ts'
import type { ZoneLedger } from './zone-ledger.ts'

/** Compaction of one node's zone for huge pages: by whoever asks, or by kcompactd. */
export interface ZoneCompactor {
  readonly deferral: Deferral
  /** 'short': the index says that memory is short rather than scattered. */
  readonly suits: 'yes' | 'short'
  /** The fragmentation index up to which memory is short. */
  readonly threshold: number
  /** Compacts until a block is free or the scanners have met; returns the CPU time. */
  compact(): number
  /** kcompactd is at work. */
  readonly isAwake: boolean
  /** kcompactd begins, unless it is at work already. */
  wake(): void
  /** Lets kcompactd work for so long; returns the CPU time that it took. */
  work(ns: number): number
  /** kcompactd gives back what it has set aside. */
  stop(): void
}

export interface CompactorHost {
  movePageNs(batchPages: number): number
  /** A page was copied within the node. */
  onCopied(): void
}

export function createZoneCompactor(
  frames: NodeFrames,
  kernel: 'v1' | 'v6.8',
  ledger: ZoneLedger,
  host: CompactorHost,
): ZoneCompactor {
  const { zone } = frames
  const rules = kernel === 'v1' ? kernelV1 : kernelV68
  const deferral = createDeferral()
  const memory: ScanMemory = { migrateFrame: -1, freeBlock: -1, skip: new Uint8Array(zone.blockType.length) }
  /** A field, so that no number is allocated for each new double. */
  const spent = { ns: 0 }
  const credit = { ns: 0 }
  let kcompactd: Compaction | undefined

  const scanHost: ScanHost = {
    busy: () => false,
    movePageNs: host.movePageNs,
    spend: (ns) => void (spent.ns += ns),
    scanned: (count) => void (ledger.compactionScanned += count),
    moved(from, to) {
      frames.onMoved(from, to)
      ledger.compactionMoved++
      host.onCopied()
    },
    ...{ listed: () => undefined, aside: () => undefined, dropped: () => undefined },
    ...{ failed: () => undefined, passed: () => undefined },
  }

  function begin(sync: boolean): Compaction {
    const scan: ScanRules = {
      ...rules, ...scanDefaults, sync, order: hugeOrder, requestFrames: 0, spansBlocks: false,
      movableBlocksOnly: rules.movableBlocksOnly && !sync, syncWaitNs: 0,
    } // prettier-ignore
    if (!rules.skipBits) {
      memory.migrateFrame = -1
      memory.freeBlock = -1
    }
    ledger.compactionRuns++
    return createCompaction(zone, scan, scanHost, memory)
  }

  function finish(compaction: Compaction): void {
    compaction.close()
    if (memory.migrateFrame < 0) memory.skip.fill(0)
  }

  const isServed = () => zone.free.blocksFrom(hugeOrder) > 0

  function run(sync: boolean): void {
    const compaction = begin(sync)
    while (compaction.advance() === undefined);
    finish(compaction)
  }

  function stop(): void {
    if (!kcompactd) return
    finish(kcompactd)
    kcompactd = undefined
    credit.ns = 0
  }

  /** One batch of the scanners, all three phases, so that no page is on a list while others work. */
  function batch(compaction: Compaction): boolean {
    do if (compaction.advance() !== undefined) return true
    while (compaction.phase !== 'list')
    return false
  }

  return {
    deferral,
    threshold: rules.extfragThreshold,
    get suits() {
      const index = fragmentationIndex(zone.free, hugeOrder)
      return index === -1000 || index > rules.extfragThreshold ? 'yes' : 'short'
    },
    compact() {
      stop()
      spent.ns = 0
      run(false)
      if (!isServed()) run(true)
      deferral.tell(isServed())
      ledger.compactionNs += spent.ns
      return spent.ns
    },
    get isAwake() {
      return kcompactd !== undefined
    },
    wake() {
      kcompactd ??= begin(true)
    },
    work(ns) {
      if (!kcompactd) return 0
      credit.ns += ns
      let tookNs = 0
      while (kcompactd && credit.ns > 0) {
        spent.ns = 0
        const ended = batch(kcompactd)
        credit.ns -= spent.ns
        tookNs += spent.ns
        if (!ended) continue
        finish(kcompactd)
        kcompactd = undefined
        credit.ns = 0
        deferral.tell(isServed())
      }
      ledger.compactionNs += tookNs
      return tookNs
    },
    stop,
  }
}
