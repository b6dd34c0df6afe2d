import { describe, expect, test } from 'vitest'
import { bitsAt, createStream } from '../../../shared/base/random.ts'
import { reasonCode, reasons } from '../../../shared/documents/decision.ts'
import type { ResolvedIntervention } from '../../../shared/documents/plan.ts'
import type { NodeZoneSettings } from '../../../shared/documents/studies/node-zone-params.ts'
import { nowhere } from '../../../main/engine/pages/page-table.ts'
import { staticFirstTouch } from '../../../main/engine/policies/static-first-touch.ts'
import { fromAll, type PolicyHost, type PolicyPart } from '../../../main/engine/policy.ts'
import type { Recorder } from '../../../main/engine/recording/recorder.ts'
import { createSilentRecorder } from '../../../main/engine/recording/silent-recorder.ts'
import { hugePages } from '../../../main/engine/studies/tiering/zones/node-frames.ts'
import { runThrough, simulationOf } from '../hand-plan.ts'
import { givenAccesses, givenRates } from '../workloads.ts'
import { plainZones } from './loose-zones.ts'

const pages = 6 * hugePages + 50
const capacityPages = [6000, 12_000]
const why = { reason: reasonCode('fast-node-free'), a: 0, b: 0, c: 0 }

/** Moves a page to and fro each millisecond, and keeps books of where it thinks that pages are. */
function createMover() {
  const stream = createStream(3, 'mover')
  const believed = new Uint8Array(pages).fill(nowhere)
  let host: PolicyHost | undefined
  let turn = 0
  const part: PolicyPart = {
    info: { ...staticFirstTouch.info, id: 'mover' },
    createPolicy(_values, itsHost) {
      host = itsHost
      const place = (page: number, node: number) => (believed[page] = node)
      return {
        placePage: (page) => place(page, bitsAt(stream, page >> 9, 1) % 3 === 0 ? 0 : 1),
        adopt: (page) => void place(page, itsHost.nodeOf(page)),
        tick() {
          const page = bitsAt(stream, ++turn, 2) % pages
          if (believed[page] === nowhere || believed[page] !== itsHost.nodeOf(page)) return
          const to = 1 - believed[page]
          if (itsHost.move(page, to, why, 1, fromAll)) place(page, to)
        },
        set: () => undefined,
        ...{ columns: [], tracks: [], fillRow: () => undefined, state: () => ({}) },
      }
    },
  }
  return { part, believed, host: () => host! }
}

interface Row {
  readonly page: number
  readonly from: number
  readonly to: number
  readonly reason: string
}

function moveAbout(engine: 'rates' | 'replay', zones: Partial<NodeZoneSettings>, schedule: readonly ResolvedIntervention[] = []) {
  const mover = createMover()
  const cells = new Uint8Array(pages)
  const rows: Row[] = []
  const recorder: Recorder = {
    ...createSilentRecorder(),
    write: (_map, cell, _was, now) => void (cells[cell] = now),
    decide: (_timeNs, page, _pages, from, to, reason) => rows.push({ page, from, to, reason: reasons[reason].id }) - 1,
  }
  const workload =
    engine === 'rates'
      ? givenRates(new Array<number>(pages).fill(1 / pages))
      : givenAccesses(Uint32Array.from({ length: 200_000 }, (_, i) => bitsAt(createStream(5, 'touches'), i, 0) % pages), pages)
  const simulation = simulationOf({ policy: mover.part, workload, capacityPages, schedule, run: { engine, lengthNs: 200e6, ...plainZones, ...zones } })
  const atStart = [0, 1].map((node) => mover.host().freePages(node))
  let steps = 0
  runThrough(simulation, recorder, () => {
    steps++
    const placed = [0, 0]
    let wrong = 0
    for (let page = 0; page < pages; page++) {
      const node = mover.host().nodeOf(page)
      if (node !== nowhere) placed[node]++
      if (cells[page] !== (node === nowhere ? 0 : node + 1) || mover.believed[page] !== node) wrong++
    }
    expect(wrong).toBe(0)
    // kcompactd may hold a few frames aside between two steps, direct compaction never does.
    expect(placed.map((count, node) => count + mover.host().freePages(node))).toEqual(atStart)
  })
  const summary = Object.fromEntries(Object.entries(simulation.summary()).map(([name, { value }]) => [name, value]))
  return { summary, steps, moves: rows.filter(({ reason }) => reason === 'fast-node-free' || reason === 'forced'), rows, cells }
} // prettier-ignore

describe('huge pages on their way', () => {
  for (const engine of ['rates', 'replay'] as const) {
    for (const zone of ['all', 'fast'] as const) {
      test(`[K39] ${engine}, zone ${zone}: move whole into a block or are split; page table, map, free pages and the policy’s books agree`, () => {
        const { summary, steps, moves } = moveAbout(engine, {
          zone,
          ...(zone === 'all' ? { zoneTurnover: 0, zoneFreeShare: 0.6 } : { compaction: 'direct' }),
        })
        expect(steps).toBeGreaterThan(3)
        expect(summary.hugePagesGot).toBeGreaterThan(0)
        expect(summary.hugePagesMoved).toBeGreaterThan(0)
        expect(summary.promotedPages + summary.demotedPages).toBe(moves.length)
        expect(moves.length).toBeGreaterThanOrEqual(summary.hugePagesMoved * hugePages)
        // In the rates engine all that compaction did was before the clock started.
        const copied = moves.length + (engine === 'replay' ? summary.compactionMovedFrames : 0)
        expect(summary.migrationBytes).toBe(copied * 4096)
      })
    }
  }

  test('[K40] without an aligned block on the target they are split: only the page that was to move does', () => {
    const { summary, moves, rows } = moveAbout('replay', {
      zone: 'all',
      compaction: 'none',
      zoneTurnover: 0,
      zoneFreeShare: 0.6,
    })
    const fragmented = moveAbout('replay', { zone: 'all', compaction: 'direct', zoneFreeShare: 0.4 })
    expect(summary.hugePagesMoved).toBeGreaterThan(0)
    expect(moves.length).toBeGreaterThanOrEqual(hugePages)
    expect(fragmented.summary.hugePagesSplit).toBeGreaterThan(0)
    const split = fragmented.rows.filter(({ reason }) => reason === 'huge-page-split')
    expect(split.length).toBe(fragmented.summary.hugePagesSplit)
    for (const { page } of split) {
      const at = fragmented.rows.findIndex((row) => row.reason === 'huge-page-split' && row.page === page)
      const next = fragmented.rows[at + 1]
      expect([next.reason, next.page - (next.page % hugePages)]).toEqual(['fast-node-free', page])
    }
    expect(rows.filter(({ reason }) => reason === 'huge-page-split').length).toBe(summary.hugePagesSplit)
  })

  test('[K41] a forced page takes its huge page along, a vetoed one keeps it from moving whole', () => {
    const loose = { zone: 'all', zoneTurnover: 0, zoneFreeShare: 0.6 } as const
    const force = (node: string): ResolvedIntervention => ({ atNs: 0, force: { page: 7, pages: 1, node } })
    const forced = moveAbout('rates', loose, [force('node0'), force('node1')]).moves.filter(
      ({ reason }) => reason === 'forced',
    )
    expect([forced.length > 0, forced.length % hugePages]).toEqual([true, 0])
    expect(forced.every(({ page }) => page < hugePages)).toBe(true)
    const vetoes = Array.from(
      { length: Math.ceil(pages / hugePages) },
      (_, region): ResolvedIntervention => ({
        atNs: 0,
        veto: { page: region * hugePages + 5, pages: 1, times: 'always' },
      }),
    )
    const { summary, moves } = moveAbout('rates', loose, vetoes)
    expect([summary.hugePagesMoved, summary.hugePagesSplit > 0, moves.length > 0]).toEqual([0, true, true])
    expect(moves.filter(({ page }) => page % hugePages === 5)).toEqual([])
  })
})
