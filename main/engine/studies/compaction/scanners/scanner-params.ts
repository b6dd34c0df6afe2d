import type { FlagParam, NumberParam } from '../../../../../shared/documents/part.ts'
import { scanDefaults, type KernelRules } from '../../../frames/scanners/kernels.ts'
import type { ScannerRules } from '../parts.ts'

type Declared<Name extends string, Info> = Info & { readonly name: Name }

/** Fields of every compactor that scans: one declaration, with the defaults of a kernel. */
export function scannerParams(kernel: KernelRules) {
  const flag = <const Name extends keyof KernelRules>(name: Name, label: string, about: string, source: string): Declared<Name, FlagParam> =>
    ({ name, label, about, source, type: 'flag', default: kernel[name] === true }) // prettier-ignore
  const number = <const Name extends string>(name: Name, label: string, about: string, source: string, range: Pick<NumberParam, 'type' | 'unit' | 'default' | 'min' | 'max'>): Declared<Name, NumberParam> =>
    ({ name, label, about, source, ...range }) // prettier-ignore
  return [
    number('batchFrames', 'Batch', 'Pages that are listed before they are moved, all out of one pageblock.', 'Linux: COMPACT_CLUSTER_MAX 32', { type: 'integer', unit: 'frames', default: scanDefaults.batchFrames, min: 1, max: 65_536 }),
    { name: 'batchSpansBlocks', label: 'Batch over pageblocks', about: 'Both lists grow over pageblocks until the batch is full or the scanners meet, then all is moved: with a batch as large as the zone it plays like the figures of the slides.', source: 'memory-compaction slides, figures 2 to 4', type: 'flag', default: false } as const satisfies FlagParam & { name: string },
    flag('skipBits', 'Skip bits', 'Pageblocks in which a scan found nothing are passed by until the scanners have met.', 'Linux 3.7: PB_migrate_skip'),
    flag('fastSearch', 'Fast search', 'Begins in pageblocks that are partly free already, and passes full ones by when it looks for targets.', 'Linux 5.1: fast_find_migrateblock, fast_isolate_freepages'),
    flag('captures', 'Capture', 'Tests for the wanted block after each batch, and takes it as soon as it is free.', 'Linux 5.1: capture_control'),
    flag('movableBlocksOnly', 'Movable pageblocks only', 'Asynchronous runs leave pageblocks of the other mobility types alone.', 'Linux 3.5: async compaction of movable pageblocks'),
    number('extfrag_threshold', 'Fragmentation threshold', 'A request is left alone whose fragmentation index is at most this: memory is short rather than scattered. -1: always compacts.', 'Linux: vm.extfrag_threshold 500', { type: 'integer', unit: 'none', default: kernel.extfragThreshold, min: -1, max: 1000 }),
    number('scanFrameNs', 'Scan a frame', 'CPU time to look at one frame.', 'assumption: a cache line of struct page, partly prefetched', { type: 'number', unit: 'ns', default: scanDefaults.scanFrameNs, min: 0, max: 1e6 }),
    number('syncWaitUs', 'Wait for a busy page', 'How long a busy page is waited for in synchronous mode.', 'assumption: a short writeback', { type: 'number', unit: 'us', default: scanDefaults.syncWaitUs, min: 0, max: 1e6 }),
    number('asyncTries', 'Tries', 'How often a busy page is tried before it is left.', 'Linux 6.8: 10 passes of migrate_pages', { type: 'integer', unit: 'count', default: scanDefaults.asyncTries, min: 1, max: 100 }),
  ] as const // prettier-ignore
}

export function scannerRules(values: Readonly<Record<string, unknown>>): ScannerRules {
  return {
    batchFrames: Number(values['batchFrames']),
    spansBlocks: values['batchSpansBlocks'] === true,
    captures: values['captures'] === true,
    movableBlocksOnly: values['movableBlocksOnly'] === true,
    skipBits: values['skipBits'] === true,
    fastSearch: values['fastSearch'] === true,
    extfragThreshold: Number(values['extfrag_threshold']),
    scanFrameNs: Number(values['scanFrameNs']),
    syncWaitNs: Number(values['syncWaitUs']) * 1000,
    asyncTries: Number(values['asyncTries']),
  }
}
