import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import type { MechanismPart } from '../mechanism.ts'
import { valuesOf } from '../param-values.ts'

/**
 * Linux `migrate_pages()` in MIGRATE_ASYNC mode: isolate, unmap all, one batched TLB shootdown, copy, remap.
 * A promotion sends one folio per call, so it pays the call and the shootdown alone; demotion shares them.
 * The defaults add up to the prototype's 4 µs + 0.3 µs per IPI for a promotion and 2.5–2.7 µs for a demotion.
 */
const cost = <const Name extends string>(
  name: Name,
  label: string,
  about: string,
  defaultNs: number,
  source: string,
) =>
  ({
    name,
    label,
    about,
    source,
    type: 'number',
    unit: 'ns',
    default: defaultNs,
    min: 0,
    max: 1e6,
    live: true,
  }) as const

const params = [
  cost('callNs', 'Per call', 'Fixed cost of one call: list set-up, LRU drain of this CPU, accounting.', 1500, 'assumption (prototype: a single-page promotion costs 4 µs before shootdown)'),
  cost('isolateNs', 'Isolate', 'Take one page off its LRU list and allocate its target.', 400, 'assumption within the 0.8 µs of non-copy work per 4 KiB page measured on Zen 3 for move_pages'),
  cost('unmapNs', 'Unmap', 'Replace the PTEs of one page by migration entries.', 500, 'assumption, as above'),
  cost('shootdownNs', 'Shootdown per IPI', 'TLB invalidation, for each other thread of the application; once per call.', 300, 'assumption; tutorials say 0.2–1.5 µs per receiver'),
  {
    name: 'copyGBps', label: 'Copy speed', about: 'Copying one page by one CPU.', source: 'assumption: 1 µs per 4 KiB from a slow tier; 0.43 µs measured between DRAM nodes (Zen 3)',
    type: 'number', unit: 'GBps', default: 4.096, min: 0.01, max: 1000, live: true,
  },
  cost('remapNs', 'Remap', 'Restore the PTEs of one page and free the old one.', 600, 'assumption, as above'),
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'migrate_pages',
  family: 'mechanism',
  title: 'migrate_pages, asynchronous',
  about: 'The kernel’s own page migration: isolate, unmap, one TLB shootdown per call, copy, remap.',
  engines: ['replay', 'rates', 'steps'],
  params,
  fidelity: {
    models: [
      'CPU time of each phase, paid by the faulting thread (promotion) or the kernel thread (demotion)',
      'one TLB shootdown per call, shared by the pages of a batch',
      'copy traffic: read on the source, written on the target and on the links between',
    ],
    approximates: ['costs are constants; copy speed does not follow the load of the nodes'],
    leavesOut: ['retries and failures of pinned or busy pages', 'the stall of threads that touch a page in flight', 'lock contention'],
  },
  sources: ['Linux 6.8 mm/migrate.c (phases and batching)', 'docs/sources.md, "migration cost"'],
} // prettier-ignore

export const migratePages: MechanismPart = {
  info,
  createMechanism(values, host) {
    let settings = valuesOf(params, values)
    return {
      trafficBytes: host.pageBytes,
      movePageNs(batchPages) {
        const { callNs, isolateNs, unmapNs, shootdownNs, copyGBps, remapNs } = settings
        const shared = (callNs + shootdownNs * Math.max(0, host.threads - 1)) / batchPages
        return shared + isolateNs + unmapNs + host.pageBytes / copyGBps + remapNs
      },
      set(changed) {
        settings = { ...settings, ...valuesOf(params, changed) }
      },
    }
  },
}
