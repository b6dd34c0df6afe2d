import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { staticFirstTouch } from '../../../main/engine/policies/static-first-touch.ts'
import { autonumaTiering } from '../../../main/engine/policies/autonuma-tiering.ts'
import type { PolicyPart } from '../../../main/engine/policy.ts'
import { createMergedBatch } from '../../../main/engine/studies/tiering/replay/merged-batch.ts'
import { createTurns } from '../../../main/engine/studies/tiering/replay/turns.ts'
import type { AccessSource } from '../../../main/engine/workload.ts'
import { mix } from '../../../main/engine/workloads/mix.ts'
import { checkPlan, parts } from '../../../main/engine/catalog.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'
import { runThrough, simulationOf } from '../hand-plan.ts'
import { ratio, run, setupWith } from '../model/run.ts'

const base = { processor: 0, threads: 1, linesPerThread: 1, storeShare: 0.5, skew: 0.99, hotPart: 0.1, hotShare: 0.9 } // prettier-ignore
const rows = [
  { id: 'a', title: 'A', ...base, thinkNs: 3000, pattern: 'zipf', from: 0, to: 0.6 },
  { id: 'b', title: 'B', ...base, thinkNs: 6000, pattern: 'hot', from: 0.4, to: 1 },
]

/** Accesses 0, 1, 2, … of a group, each with the group in it. */
function numbered(group: number): AccessSource {
  let made = 0
  return {
    ended: false,
    fill(pages, writes, count) {
      for (let i = 0; i < count; i++) {
        pages[i] = group * 1_000_000 + made++
        writes[i] = pages[i] % 2
      }
      return count
    },
  }
}

describe('several groups in replay', { timeout: 120_000 }, () => {
  it('[E37] a batch has each group’s accesses in its order, merged by time and then by group', () => {
    const speeds = fc.array(fc.double({ min: 1e5, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 5 })
    const batches = fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0.2, max: 2, noNaN: true })), { minLength: 1, maxLength: 8 }) // prettier-ignore
    fc.assert(
      fc.property(speeds, batches, (perSec, plans) => {
        const turns = createTurns(perSec.length)
        const batch = createMergedBatch(perSec.map((_, g) => numbered(g)), turns) // prettier-ignore
        const made = perSec.map(() => 0)
        for (const [most, slowness] of plans) {
          const planned = turns.plan(most, turns.nowNs + 1e6, perSec, 1)
          expect(planned).toBeGreaterThanOrEqual(1)
          expect(planned).toBeLessThanOrEqual(most)
          batch.plan(planned)
          batch.pull(0)
          const plain = perSec.flatMap((_, group) =>
            Array.from({ length: turns.planned[group] }, (__, i) => ({
              atNs: turns.nextNs[group] + i * turns.stepNs[group],
              group,
              page: group * 1_000_000 + made[group] + i,
            })),
          )
          plain.sort((a, b) => a.atNs - b.atNs || a.group - b.group)
          expect(Array.from(batch.pages.subarray(0, planned))).toEqual(plain.map(({ page }) => page))
          expect(Array.from(batch.writes.subarray(0, planned))).toEqual(plain.map(({ page }) => page % 2))
          expect(Array.from(batch.groups!.subarray(0, planned))).toEqual(plain.map(({ group }) => group))
          perSec.forEach((speed, g) => {
            made[g] += turns.planned[g]
            turns.advance(g, turns.planned[g], speed * slowness)
          })
        }
      }),
      { seed: 37, numRuns: 60 },
    )
  })

  it('[E37] two groups that share pages: shares, throughputs and counts are those of the rates engine', () => {
    const fast = { id: 'dram0', title: 'DRAM 0', role: 'dram', tier: 0, capacityGiB: 13_107 / 262_144, idleNs: 90, peakGBps: 158, steepness: 0.15, linkGBps: 0 } // prettier-ignore
    const slow = { id: 'cxl1', title: 'CXL 1', role: 'cxl', tier: 1, capacityGiB: 1, idleNs: 250, peakGBps: 27, steepness: 0.047, linkGBps: 0 } // prettier-ignore
    const [rates, replay] = ['rates', 'replay'].map((engine) =>
      run(
        setupWith({
          run: { engine, lengthSec: 100, scale: '1', recordMiB: 16 },
          machine: { kind: 'custom', nodes: [fast, slow] },
          workload: { kind: 'mix', workingSetGiB: 0.25, groups: rows },
          policy: { scan_size_mb: 4, shortcut_MiB: 3 },
        }),
      ),
    )
    // The first adaptation of the threshold, after 60 s, ends what the start has left behind.
    const gap = (name: string) => ratio(replay.settled(name), rates.settled(name))
    for (const name of ['groupAccessesPerSec.a', 'groupAccessesPerSec.b', 'throughputAccessesPerSec', 'accessShare.dram0']) expect(gap(name), name).toBeLessThan(0.01) // prettier-ignore
    for (const name of ['promotedPages', 'demotedPages', 'hintFaults', 'candidatePages']) expect(gap(name), name).toBeLessThan(0.03) // prettier-ignore
  })

  it('[E37] what a group accesses does not depend on the policy', () => {
    const heard = (policy: PolicyPart) => {
      const made: number[][] = [[], []]
      const workload = mix.createWorkload({ workingSetGiB: 1200 / 262_144, groups: rows }, { seed: 4, pageBytes: 4096, scale: 1 }) // prettier-ignore
      const simulation = simulationOf({
        policy,
        policyValues: {
          scan_delay_ms: 1,
          scan_period_min_ms: 10,
          scan_size_mb: 1,
          free_space_shortcut: false,
        },
        workload: {
          ...workload,
          createAccesses(group) {
            const source = workload.createAccesses!(group)
            return {
              ...source,
              fill(pages, writes, count, nowNs) {
                const got = source.fill(pages, writes, count, nowNs)
                for (let i = 0; i < got; i++) made[group].push(2 * pages[i] + writes[i])
                return got
              },
            }
          },
        },
        capacityPages: [300, 400, 1000],
        run: { lengthNs: 1e8 },
      })
      return { made, moves: runThrough(simulation).summary().promotedPages.value }
    }
    const [still, moving] = [heard(staticFirstTouch), heard(autonumaTiering)]
    expect(moving.moves).toBeGreaterThan(50)
    for (const group of [0, 1]) {
      const both = Math.min(still.made[group].length, moving.made[group].length)
      expect(both).toBeGreaterThan(5000)
      expect(moving.made[group].slice(0, both)).toEqual(still.made[group].slice(0, both))
    }
  })

  it.each(['lru', 'min', 'next-epoch-oracle', 'static-oracle'])(
    '[E37] %s, which knows one order of accesses, is refused for several groups in replay alone',
    (kind) => {
      const problems = (groups: object[]) =>
        checkPlan(
          resolvePlan(
            setupWith({
              run: { engine: 'replay', accessLimit: 100_000, scale: '1' },
              workload: { kind: 'mix', workingSetGiB: 0.25, groups },
              policy: { kind },
            }),
            parts,
          ),
        ).filter(({ code }) => code === 'one-group-policy')
      expect(problems(rows)).toMatchObject([{ severity: 'error', path: 'policy.kind' }])
      expect(problems(rows.slice(0, 1))).toEqual([])
    },
  )
})
