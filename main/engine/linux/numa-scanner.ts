import { miB } from '../../../shared/units/sizes.ts'
import { fromAll, policyEvents, type PolicyHost } from '../policy.ts'

/**
 * The PTE scanner of NUMA balancing (`task_numa_work`): walks one process's pages in address order and arms those of
 * slow nodes, `scan_size_mb` at a time, once a scan period. Source: Linux 6.8 kernel/sched/fair.c and mm/mprotect.c.
 */
export interface NumaScanner {
  /** Arms what is due now. Called each millisecond. */
  tick(): void
  periodMs(): number
  minPeriodMs(): number
  maxPeriodMs(): number
  /** Complete passes over the address space (`numa_scan_seq`). */
  passes(): number
  /** When a page was last armed, ms, modulo 2^32. */
  armedAtMs(page: number): number
}

export interface ScannerKnobs {
  scanDelayMs(): number
  scanPeriodMinMs(): number
  scanPeriodMaxMs(): number
  scanSizeMiB(): number
  /** CPU time for one PTE, ns. */
  pteNs(): number
  /** Does the period double after a pass without local or shared faults, as it does in pure tiering mode? */
  periodDrift(): boolean
  /** Is a page on this node armed? */
  slow(node: number): boolean
}

/** The kernel's ceiling of scanning, which sets the shortest period for a scan size. */
const maxScanMiBPerSec = 2560
/** The walk may pass this many times the budget in pages that need no change. */
const virtualBudget = 8
const chunkPagesFull = 512

export function createNumaScanner(host: PolicyHost, knobs: ScannerKnobs): NumaScanner {
  const pages = host.pageCount
  const residentMiB = (pages * host.scale * host.pageBytes) / miB
  const chunkPages = Math.max(8, Math.floor(chunkPagesFull / host.scale))
  const { words, shift, first: ownWord } = host.takeWords()
  let nextPage = 0
  let passes = 0
  let periodMs = minPeriodMs()
  let nextScanMs = Math.floor(host.nowNs() / 1e6) + knobs.scanDelayMs()

  function windows(): number {
    return Math.max(1, Math.ceil(residentMiB / knobs.scanSizeMiB()))
  }

  function minPeriodMs(): number {
    const size = knobs.scanSizeMiB()
    const floorMs = size < maxScanMiBPerSec ? Math.floor(1000 / Math.floor(maxScanMiBPerSec / size)) : 1000
    return Math.max(floorMs, Math.floor(knobs.scanPeriodMinMs() / windows()))
  }

  function maxPeriodMs(): number {
    return Math.max(minPeriodMs(), Math.floor(knobs.scanPeriodMaxMs() / windows()))
  }

  /** Arms the slow pages of one chunk; returns how many were newly armed. */
  function armChunk(first: number, end: number, nowMs: number): number {
    let armed = 0
    for (let page = first; page < end; page++) {
      if (!knobs.slow(host.nodeOf(page)) || host.traps.armed(page)) continue
      words[(page << shift) + ownWord] = nowMs
      host.traps.arm(page)
      armed++
    }
    return armed
  }

  function endPass(): void {
    nextPage = 0
    passes++
    if (knobs.periodDrift()) periodMs = Math.min(maxPeriodMs(), periodMs * 2)
  }

  function scan(nowMs: number): void {
    const scanPages = (knobs.scanSizeMiB() * miB) / host.pageBytes / host.scale
    let budget = scanPages
    let virtual = scanPages * virtualBudget
    let walked = 0
    while (budget > 0 && virtual > 0) {
      const end = Math.min(pages, nextPage + chunkPages)
      const length = end - nextPage
      const armed = armChunk(nextPage, end, nowMs)
      if (armed > 0) budget -= length
      virtual -= length
      walked += length
      host.count(policyEvents.numa_pte_updates, armed)
      nextPage = end
      if (nextPage < pages) continue
      endPass()
      if (walked >= pages) break
    }
    host.charge(fromAll, walked * knobs.pteNs())
  }

  return {
    periodMs() {
      return periodMs
    },
    minPeriodMs() {
      return minPeriodMs()
    },
    maxPeriodMs() {
      return maxPeriodMs()
    },
    passes() {
      return passes
    },
    armedAtMs: (page) => words[(page << shift) + ownWord] >>> 0,
    tick() {
      const nowMs = Math.floor(host.nowNs() / 1e6)
      while (nowMs >= nextScanMs) {
        scan(nowMs)
        periodMs = Math.min(Math.max(periodMs, minPeriodMs()), maxPeriodMs())
        nextScanMs += periodMs
      }
    },
  }
}
