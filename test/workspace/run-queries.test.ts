import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openStore } from '../../main/workspace/open-store.ts'
import { createStoreService } from '../../main/workspace/store-service.ts'
import type { Store } from '../../main/workspace/store.ts'
import { finished } from '../../main/workspace/work.ts'
import type { DecisionFilter } from '../../shared/contract/run-queries.ts'
import { outcomeKinds, reasonOf } from '../../shared/documents/decision.ts'
import type { RecordedChunk } from '../../shared/documents/recorded.ts'
import { concatChunks } from '../engine/recording/concat-chunks.ts'
import { play, specOf, tapes, type Tape } from '../engine/recording/tape.ts'
import { longTape } from './long-tape.ts'
import { experiment, runOf } from './stored-run.ts'

const all = { run: 'r1', fromNs: 0, toNs: Infinity }

function storeOf(tape: Tape, chunks: readonly RecordedChunk[]): Store {
  const store = openStore(':memory:', 'create')
  store.putExperiment(experiment)
  store.beginRun(runOf(specOf(tape)))
  for (const chunk of chunks) store.appendRun('r1', chunk)
  return store
}

const filters: Partial<DecisionFilter>[] = [
  { page: 500, lastPage: 1500, verdict: 'refused' },
  { reasons: [2, 4, 9], from: 1, to: 0 },
  { from: 0 },
  { outcome: 'movedBack', reasons: [0, 5, 12] },
  { outcome: 'stayed', page: 20, lastPage: 2000 },
  { outcome: 'open', lastPage: 900 },
]

it('[W30] decisions are filtered by pages, reasons, verdict, tiers and outcome; counts from memory are the same', () => {
  const tape = longTape(700, 120)
  const played = play(tape, (call) => call % 4001 === 0)
  const { decisions, outcomes } = concatChunks(played.chunks)
  const came = new Map(outcomes.decision.map((decision, i) => [decision, outcomeKinds[outcomes.kind[i]]]))
  const store = storeOf(tape, played.chunks)
  for (const filter of filters) {
    const wanted = decisions.page.flatMap((page, i) => {
      const { verdict } = reasonOf(decisions.reason[i])
      const holds = [
        page >= (filter.page ?? 0) && page <= (filter.lastPage ?? Infinity),
        filter.reasons?.includes(decisions.reason[i]) ?? true,
        (filter.verdict ?? verdict) === verdict,
        // The tape's decisions all go from node 1 to node 0.
        (filter.from ?? 1) === 1 && (filter.to ?? 0) === 0,
        filter.outcome === undefined || (verdict === 'moved' && (came.get(i) ?? 'open') === filter.outcome),
      ]
      return holds.every(Boolean) ? [i] : []
    })
    for (const offset of [0, 100, 9000, 0]) {
      const found = finished(store.decisions({ ...all, ...filter, offset, limit: 30 }))
      expect(found.total).toBe(wanted.length)
      expect(Array.from(found.number)).toEqual(wanted.slice(offset, offset + 30))
    }
    const fromNs = decisions.timeNs[40_000]
    const later = finished(store.decisions({ ...all, ...filter, fromNs, offset: 0, limit: 1 }))
    expect(later.total).toBe(wanted.filter((i) => decisions.timeNs[i] >= fromNs).length)
  }
  store.close()
})

it('[V85] the last rows that match are asked for by a place below zero, however often and whatever was asked before', () => {
  const tape = longTape(700, 120)
  const store = storeOf(tape, play(tape, (call) => call % 4001 === 0).chunks)
  const ask = (filter: Partial<DecisionFilter>, offset: number, limit: number) =>
    finished(store.decisions({ ...all, ...filter, offset, limit }))
  const numbers = fc.constantFrom(1, 30, 64, 70_000, 1e9)
  fc.assert(
    fc.property(fc.constantFrom({}, ...filters), numbers, fc.nat(80), (filter, back, limit) => {
      const { total } = ask(filter, 0, 1)
      expect(ask(filter, -back, limit)).toEqual(ask(filter, Math.max(0, total - back), limit))
    }),
    { numRuns: 60, seed: 85 },
  )
  store.close()
})

it('[W30] decisions are counted by reason, move and place, with their cost and what they saved', () => {
  const tape = longTape(700, 120)
  const played = play(tape, (call) => call % 4001 === 0)
  const { decisions, outcomes } = concatChunks(played.chunks)
  const saved = new Map(outcomes.decision.map((decision, i) => [decision, outcomes.savedNs[i]]))
  const store = storeOf(tape, played.chunks)
  const asked = { ...all, page: 100, lastPage: 2900, pages: 3000, bins: 7 }
  const groups = finished(store.decisionGroups(asked))
  const chosen = [...decisions.page.keys()].filter(
    (i) => decisions.page[i] >= 100 && decisions.page[i] <= 2900,
  )
  expect([groups.bins, groups.pagesPerBin]).toEqual([7, 429])
  expect(Array.from(groups.rows)).toEqual(Array.from(groups.rows).sort((a, b) => b - a))
  expect(groups.rows.reduce((sum, rows) => sum + rows, 0)).toBe(chosen.length)
  for (let g = 0; g < groups.rows.length; g++) {
    const mine = chosen.filter((i) => decisions.reason[i] === groups.reason[g])
    const perBin = new Array<number>(7).fill(0)
    for (const i of mine) perBin[Math.floor(decisions.page[i] / 429)]++
    expect(Array.from(groups.perBin.subarray(g * 7, g * 7 + 7))).toEqual(perBin)
    expect(groups.costNs[g]).toBe(1500 * mine.length)
    expect(groups.savedNs[g]).toBe(mine.reduce((sum, i) => sum + (saved.get(i) ?? 0), 0))
    expect([groups.from[g], groups.to[g]]).toEqual([1, 0])
  }
  store.close()
})

it('[W31] a map is sought in any order, by any bins, also while it grows and beyond the budget, as plain replay has it', () => {
  const seeks = fc.array(fc.tuple(fc.nat(200), fc.constantFrom(1, 3, 64, 700)), {
    minLength: 1,
    maxLength: 30,
  })
  fc.assert(
    fc.property(tapes, seeks, fc.integer({ min: 5, max: 60 }), (tape, places, every) => {
      const { chunks } = play(tape, (call) => call % every === 0)
      const store = storeOf(tape, [])
      const perChunk = Math.ceil(places.length / chunks.length)
      chunks.forEach((chunk, c) => {
        store.appendRun('r1', chunk)
        const held = store.momentAt({ run: 'r1', timeNs: Infinity }).frame
        for (const [place, bins] of places.slice(c * perChunk, (c + 1) * perChunk)) {
          if (held < 0) continue
          const frame = place % (held + 1)
          const ask = { run: 'r1', map: 'placement', frame }
          const slice = store.mapAt({ ...ask, bins })
          const { states } = store.mapCells({ ...ask, first: 0, count: tape.cells })
          const counts = new Uint32Array(slice.bins * slice.states)
          states.forEach(
            (state, cell) => counts[Math.floor(cell / slice.cellsPerBin) * slice.states + state]++,
          )
          expect(slice.counts).toEqual(counts)
        }
      })
      store.close()
    }),
    { seed: 31, numRuns: 150 },
  )
})

it('[W32] two moments of a run differ in the cells, the values of the root and the columns that plain bookkeeping names', () => {
  const tape = longTape(300, 0)
  const played = play(tape, (call) => call % 31 === 0)
  const { value, timeNs } = concatChunks(played.chunks)
  const store = storeOf(tape, played.chunks)
  for (const [a, b] of [
    [10, 250],
    [250, 10],
    [-1, 40],
    [99, 100],
    [7, 7],
  ] as const) {
    const diff = store.mapDiff({ run: 'r1', map: 'placement', fromFrame: a, toFrame: b, bins: 64 })
    const before = a < 0 ? new Uint8Array(700) : played.statesAfter[a]
    const kinds = new Map<string, number[]>()
    played.statesAfter[b].forEach((now, cell) => {
      if (now === before[cell]) return
      const name = `${before[cell]} ${now}`
      const bins = kinds.get(name) ?? new Array<number>(64).fill(0)
      bins[Math.floor(cell / 11)]++
      kinds.set(name, bins)
    })
    const found = Array.from(diff.cells, (_, k) => [`${diff.was[k]} ${diff.now[k]}`, Array.from(diff.perBin.subarray(k * 64, k * 64 + 64))] as const) // prettier-ignore
    expect(new Map(found)).toEqual(kinds)
    expect(Array.from(diff.cells)).toEqual(found.map(([, bins]) => bins.reduce((sum, n) => sum + n, 0)))
  }
  expect(store.rootDiff({ run: 'r1', fromFrame: 4, toFrame: 10 })[0]).toEqual({
    path: ['epoch'],
    before: 4,
    after: 10,
  })
  expect(store.rootDiff({ run: 'r1', fromFrame: 6, toFrame: 6 })).toEqual([])

  const [from, to] = [50, 200]
  const stats = store.rangeStats({ run: 'r1', columns: ['moved', 'faults', 'free'], fromNs: timeNs[from], toNs: timeNs[to] + 0.5 }) // prettier-ignore
  const part = (c: number) => value[c].slice(from + 1, to + 1)
  const spanNs = timeNs[to] - timeNs[from]
  const total = (values: number[]) => values.reduce((sum, v) => sum + v, 0)
  expect([stats.frames, stats.spanNs]).toEqual([150, spanNs])
  expect(Array.from(stats.total)).toEqual([total(part(0)), total(part(1)), NaN])
  expect(stats.mean[0]).toBeCloseTo((total(part(0)) * 1e9) / spanNs, 3)
  expect(stats.min[2]).toBe(Math.min(...part(3)))
  expect([stats.before[2], stats.last[2]]).toEqual([value[3][from], value[3][to]])
  store.close()
})

it('[W33] notes are documents of their own: put, changed, removed, and gone with their run', () => {
  const tape = longTape(3, 0)
  const store = storeOf(tape, play(tape).chunks)
  store.beginRun(runOf(specOf(tape), 'r10'))
  const note = { id: 'n1', run: 'r1', timeNs: 5, text: 'here' }
  store.putNote(note)
  store.putNote({ ...note, id: 'n2', toNs: 9 })
  store.putNote({ ...note, run: 'r10' })
  store.putNote({ ...note, text: 'there' })
  expect(store.contents().notes).toHaveLength(3)
  expect(store.contents().notes[0]).toEqual({ ...note, text: 'there' })
  store.putView({ screen: 'timeline' })
  store.removeNote({ run: 'r1', id: 'n2' })
  store.removeRun('r1')
  expect(store.contents().notes).toEqual([{ ...note, run: 'r10' }])
  store.removeExperiment('e1')
  expect(store.contents()).toMatchObject({ notes: [], view: { screen: 'timeline' } })
  store.close()
})

it('[W40] own machines are documents of their own: put, changed, removed, and no run takes one along', () => {
  const tape = longTape(3, 0)
  const store = storeOf(tape, play(tape).chunks)
  const machine = { kind: 'custom', nodes: [{ id: 'a', idleNs: 80, peakGBps: Infinity }] }
  const lab = { id: 'm-1', name: 'lab machine', machine }
  store.putMachine(lab)
  store.putMachine({ ...lab, id: 'm-2' })
  store.putMachine({ ...lab, id: 'm-2', name: 'borrowed' })
  expect(store.contents().machines).toEqual([lab, { ...lab, id: 'm-2', name: 'borrowed' }])
  store.removeMachine({ id: 'm-2' })
  store.removeExperiment('e1')
  expect(store.contents()).toMatchObject({ runs: [], notes: [] })
  expect(store.contents().machines).toEqual([lab])
  store.close()
})

it('[W34] a search gives way to a seek, survives rows that arrive meanwhile, and ends when nobody wants it', async () => {
  const tape = longTape(700, 120)
  const { chunks } = play(tape, (call) => call % 2001 === 0)
  const { decisions } = concatChunks(chunks)
  let told = ''
  const store = storeOf(tape, chunks.slice(0, 20))
  const held = finished(store.decisions({ ...all, offset: 0, limit: 1 })).total
  const work = store.decisions({ ...all, reason: 3, offset: 0, limit: 1 })
  work.next()
  for (const chunk of chunks.slice(20)) store.appendRun('r1', chunk)
  expect(finished(work).total).toBe(decisions.reason.slice(0, held).filter((code) => code === 3).length)

  const service = createStoreService(() => slow(store))
  await service.open({ path: ':memory:', mode: 'open' })
  const search = service.decisions({ ...all, offset: 0, limit: 1 }).then(() => (told += 'search '))
  const seek = service.momentAt({ run: 'r1', timeNs: 0 }).then(() => (told += 'seek '))
  await Promise.all([search, seek])
  expect(told).toBe('seek search ')
  const unwanted = new AbortController()
  const dropped = service.decisions({ ...all, offset: 0, limit: 1 }, unwanted.signal)
  unwanted.abort()
  await expect(dropped).rejects.toThrow()
  store.close()
})

/** A store whose searches take many turns, however fast the machine is. */
function slow(store: Store): Store {
  return {
    ...store,
    *decisions(request) {
      for (const until = performance.now() + 40; performance.now() < until;) yield
      return yield* store.decisions(request)
    },
  }
}
