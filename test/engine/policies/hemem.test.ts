import { describe, expect, it } from 'vitest'
import { bitsAt, createStream } from '../../../shared/base/random.ts'
import { reasonCode } from '../../../shared/documents/decision.ts'
import { createSampleCounts } from '../../../main/engine/hemem/sample-counts.ts'
import { run, setupWith } from '../model/run.ts'

const sampled = { loadPeriod: 5003, storePeriod: 0, hotWrites: 0, coolAt: 18 }

function hememRun(hotGiB: number, lengthSec = 30) {
  return run(
    setupWith({
      run: { lengthSec, scale: '1', pageKiB: '2048' },
      machine: { kind: 'icx-remote', localGiB: 5, remoteGiB: 20 },
      workload: { kind: 'gups-colloid', workingSetGiB: 15, hotGiB },
      policy: { kind: 'hemem', ...sampled },
    }),
  )
}

describe('HeMem', { timeout: 60_000 }, () => {
  it('[E47] brings a hot set that fits into the fast tier, and then rests', () => {
    const finished = hememRun(4)
    // 90 % of the accesses, and a tenth of the rest that stayed: 1 of 11 GiB.
    expect(finished.at('accessShare.dram0', 29)).toBeCloseTo(0.9 + 0.1 / 11, 3)
    const promoted = finished.column('promotedPages')
    const late = promoted.subarray(finished.chunk.frames.count >> 1).reduce((sum, pages) => sum + pages, 0)
    expect(finished.summary.promotedPages.value).toBeGreaterThanOrEqual(2000)
    expect(late).toBeLessThan(5)
  })

  it('[E47] never puts down what is hot, and moves nothing while all of the fast tier is hot', () => {
    const { decisions, summary } = hememRun(10)
    const { rows, reason, a } = decisions
    const victim = reasonCode('sampled-cold-victim')
    const victims = Array.from({ length: rows }, (_, row) => row).filter((row) => reason[row] === victim)
    expect(victims.length).toBeGreaterThan(100)
    expect(Math.max(...victims.map((row) => a[row]))).toBeLessThan(8)
    expect(summary.failedPages.value).toBeGreaterThan(0)
  })

  it('[E48] counts and lists by count are those of plain arrays, through samples, moves and coolings', () => {
    const units = 40
    const most = 6
    const stream = createStream(9, 'counts')
    const counts = createSampleCounts(units, most)
    const plain = Array.from({ length: units }, (_, unit) => ({ reads: 0, writes: 0, fast: unit % 3 === 0 }))
    plain.forEach(({ fast }, unit) => counts.add(unit, fast))
    for (let step = 0; step < 4000; step++) {
      const unit = bitsAt(stream, step, 0) % units
      const what = bitsAt(stream, step, 1) % 40
      const each = plain[unit]
      if (what === 0) {
        counts.cool()
        for (const one of plain) {
          one.reads >>= 1
          one.writes >>= 1
        }
      } else if (what < 4) {
        each.fast = !each.fast
        counts.setTier(unit, each.fast)
      } else {
        counts.note(unit, what % 4 === 0)
        if (what % 4 === 0) each.writes = Math.min(each.writes + 1, most + 1)
        else each.reads = Math.min(each.reads + 1, most + 1)
      }
    }
    const listed = (fast: boolean, count: number) => {
      const found: number[] = []
      for (let unit = counts.first(fast, count); unit >= 0; unit = counts.next(unit)) found.push(unit)
      return found.toSorted((x, y) => x - y)
    }
    for (const fast of [true, false]) {
      for (let count = 0; count <= counts.largest; count++) {
        const wanted = plain.flatMap((one, unit) =>
          one.fast === fast && one.reads + one.writes === count ? [unit] : [],
        )
        expect(listed(fast, count)).toEqual(wanted)
      }
    }
    expect(counts.total).toBe(plain.reduce((total, one) => total + one.reads + one.writes, 0))
  })
})
