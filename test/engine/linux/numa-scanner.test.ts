import { describe, expect, it } from 'vitest'
import { createNumaScanner, type ScannerKnobs } from '../../../main/engine/linux/numa-scanner.ts'
import { fromAll } from '../../../main/engine/policy.ts'
import { createFakeHost, pagesOfMiB } from './fake-host.ts'

interface Space {
  readonly mib: number
  readonly scale?: number
  /** Fast pages; the rest is slow. */
  readonly fast?: (page: number) => boolean
}

function createScan({ mib, scale = 1, fast = () => false }: Space, changes: Partial<ScannerKnobs> = {}) {
  const pageCount = pagesOfMiB(mib) / scale
  const host = createFakeHost({
    pageCount,
    scale,
    capacities: [pageCount, pageCount],
    placed: (page) => (fast(page) ? 0 : 1),
  })
  const scanner = createNumaScanner(host, {
    scanDelayMs: () => 1000,
    scanPeriodMinMs: () => 1000,
    scanPeriodMaxMs: () => 60_000,
    scanSizeMiB: () => 256,
    pteNs: () => 30,
    periodDrift: () => true,
    slow: (node) => node === 1,
    ...changes,
  })
  const until = (ms: number) => {
    for (; host.nowMs < ms;) {
      host.nowMs++
      scanner.tick()
    }
  }
  return { host, scanner, until }
}

const armed = (host: { armedPages: Set<number> }) => [...host.armedPages].sort((a, b) => a - b)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

describe('PTE scanner', () => {
  it('[E18] the bounds of its period follow the resident size, as the kernel computes them', () => {
    const bounds = [[0.25, 1000, 60_000], [1, 250, 15_000], [4, 100, 3750], [16, 100, 937], [64, 100, 234], [256, 100, 100]] // prettier-ignore
    for (const [gib, least, most] of bounds) {
      const { scanner } = createScan({ mib: gib * 1024, scale: 512 })
      expect([scanner.minPeriodMs(), scanner.maxPeriodMs(), scanner.periodMs()]).toEqual([least, most, least])
    }
    const { scanner } = createScan({ mib: 1024 }, { scanSizeMiB: () => 4096 })
    expect([scanner.minPeriodMs(), scanner.maxPeriodMs()]).toEqual([1000, 60_000])
  })

  it('[E18] starts after its delay and arms one window of slow pages a period', () => {
    const { host, until } = createScan({ mib: 16 }, { scanSizeMiB: () => 4 })
    until(999)
    expect(armed(host)).toEqual([])
    until(1000)
    expect(armed(host)).toEqual(range(0, 1024))
    until(1249)
    expect(host.armedPages.size).toBe(1024)
    until(1250)
    expect(armed(host)).toEqual(range(0, 2048))
    expect(host.counted.numa_pte_updates).toBe(2048)
    expect(host.charged).toEqual(Array(2).fill({ payer: fromAll, ns: 1024 * 30 }))
  })

  it('[E18] never arms pages of the fast node, and charges the budget only for chunks in which it armed some', () => {
    const fast = (page: number) => page < 1536 || (page >= 2048 && page < 2560)
    const { host, until } = createScan({ mib: 16, fast }, { scanSizeMiB: () => 4 })
    until(1000)
    expect(armed(host)).toEqual([...range(1536, 2048), ...range(2560, 3072)])
    expect(host.charged).toEqual([{ payer: fromAll, ns: 3072 * 30 }])
  })

  it('[E18] passes at most eight windows of pages that need no change', () => {
    const { host, scanner, until } = createScan({ mib: 64, fast: () => true }, { scanSizeMiB: () => 4 })
    until(1000)
    expect(host.charged).toEqual([{ payer: fromAll, ns: 8 * 1024 * 30 }])
    expect([host.armedPages.size, scanner.passes()]).toEqual([0, 0])
  })

  it('[E18] leaves an armed page its first time, so that the latency of an untouched page keeps growing', () => {
    const { host, scanner, until } = createScan({ mib: 4 }, { scanSizeMiB: () => 4, periodDrift: () => false })
    until(1000)
    expect(new Set(Array.from({ length: host.pageCount }, (_, page) => scanner.armedAtMs(page)))).toEqual(new Set([1000]))
    host.armedPages.delete(5)
    until(2000)
    expect([4, 5, 6].map((page) => scanner.armedAtMs(page))).toEqual([1000, 2000, 1000])
    expect(host.counted.numa_pte_updates).toBe(1025)
  }) // prettier-ignore

  it('[E18] doubles its period after each pass up to its maximum, unless the drift is off', () => {
    const seen = (drift: boolean) => {
      const { scanner, until } = createScan({ mib: 16 }, { scanSizeMiB: () => 4, periodDrift: () => drift })
      const periods: number[] = []
      for (let ms = 1; ms < 120_000; ms++) {
        const before = scanner.passes()
        until(ms)
        if (scanner.passes() > before) periods.push(scanner.periodMs())
      }
      return periods
    }
    expect(seen(true).slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
    expect(new Set(seen(false))).toEqual(new Set([250]))
  })

  it('[E18] a late tick catches up on scans that are due, and a scan ends after one pass', () => {
    const { host, scanner } = createScan({ mib: 4 }, { scanSizeMiB: () => 1, periodDrift: () => false })
    host.nowMs = 1500
    scanner.tick()
    expect(armed(host)).toEqual(range(0, 1024))
    const whole = createScan({ mib: 4 }, { scanSizeMiB: () => 256 })
    whole.host.nowMs = 1000
    whole.scanner.tick()
    expect(whole.scanner.passes()).toBe(1)
  })
})
