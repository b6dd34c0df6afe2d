import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../main/workspace/open-store.ts'
import { finished } from '../../main/workspace/work.ts'
import type { Store } from '../../main/workspace/store.ts'
import { concatChunks } from '../engine/recording/concat-chunks.ts'
import { play, specOf, tapes, type Played, type Tape } from '../engine/recording/tape.ts'
import { longTape } from './long-tape.ts'
import { experiment, runOf } from './stored-run.ts'

const all = { run: 'r1', fromNs: 0, toNs: Infinity }

function stored(tape: Tape, played: Played): Store {
  const store = openStore(':memory:', 'create')
  store.putExperiment(experiment)
  store.beginRun(runOf(specOf(tape)))
  for (const chunk of played.chunks) store.appendRun('r1', chunk)
  return store
}

const csvText = (store: Store, what: 'series' | 'decisions') => [...store.csv({ run: 'r1', what })].join('')

describe('a stored run', () => {
  it('[W1] series come back as recorded, whatever the appends were', () => {
    const tape = longTape(1300, 1)
    const played = play(tape, (call) => call % 97 === 0)
    const recorded = concatChunks(played.chunks)
    const store = stored(tape, played)
    const slice = store.series({ ...all, columns: ['faults', 'speed', 'free'], points: 5000 })
    expect(slice.framesPerSample).toBe(1)
    expect(Array.from(slice.timeNs)).toEqual(recorded.timeNs)
    for (const [c, name] of [
      [1, 'faults'],
      [2, 'speed'],
      [3, 'free'],
    ] as const) {
      expect(Array.from(slice.columns[name].value)).toEqual(recorded.value[c])
      expect(Array.from(slice.columns[name].min)).toEqual(recorded.min[c])
      expect(Array.from(slice.columns[name].max)).toEqual(recorded.max[c])
    }
    const cut = store.series({
      run: 'r1',
      fromNs: recorded.timeNs[600],
      toNs: recorded.timeNs[900],
      columns: ['free'],
      points: 50,
    })
    expect([cut.frames, cut.framesPerSample]).toEqual([43, 7])
    expect(Math.max(...cut.columns['free'].max)).toBe(Math.max(...recorded.max[3].slice(600, 901)))
    store.close()
  })

  it('[W2] the map at any frame is what the plain bookkeeping says, counted by bins', () => {
    const tape = longTape(400, 0)
    const played = play(tape, (call) => call % 31 === 0)
    const store = stored(tape, played)
    for (let frame = -1; frame < 400; frame += 7) {
      const truth = frame < 0 ? new Uint8Array(700) : played.statesAfter[frame]
      const slice = store.mapAt({ run: 'r1', map: 'placement', frame, bins: 64 })
      expect([slice.frame, slice.bins, slice.cellsPerBin, slice.states]).toEqual([frame, 64, 11, 5])
      const counts = new Uint32Array(64 * 5)
      truth.forEach((state, cell) => counts[Math.floor(cell / 11) * 5 + state]++)
      expect(slice.counts).toEqual(counts)
    }
    store.close()
  })

  it('[W3] the moment has the frame at or before it, its values (rates per second) and its root', () => {
    const tape = longTape(300, 0)
    const played = play(tape, (call) => call % 13 === 0)
    const { value, timeNs } = concatChunks(played.chunks)
    const store = stored(tape, played)
    for (const frame of [0, 1, 63, 64, 65, 200, 299]) {
      const moment = store.momentAt({ run: 'r1', timeNs: timeNs[frame] + 0.5 })
      expect([moment.frame, moment.timeNs]).toEqual([frame, timeNs[frame]])
      expect(moment.root).toEqual(played.roots[frame])
      expect(moment.values[3]).toBe(value[3][frame])
      const span = timeNs[frame] - (timeNs[frame - 1] ?? 0)
      expect(moment.values[0]).toBe((value[0][frame] * 1e9) / span)
    }
    expect(store.momentAt({ run: 'r1', timeNs: 0 }).frame).toBe(0)
    store.close()
  })

  it('[W4] decisions are found by time, page and reason, in pages, with what came of them', () => {
    const tape = longTape(700, 120)
    const played = play(tape, (call) => call % 4001 === 0)
    const { decisions: recorded, outcomes } = concatChunks(played.chunks)
    expect(recorded.page.length).toBe(84_000)
    const came = new Map(outcomes.decision.map((decision, i) => [decision, i]))
    const store = stored(tape, played)
    const from = recorded.timeNs[60_000]
    const to = recorded.timeNs[70_000]
    const queries = [
      {},
      { fromNs: from, toNs: to },
      { page: 77 },
      { reason: 3 },
      { page: 1234, reason: 5, fromNs: from },
      { fromNs: to, toNs: from },
    ]
    for (const query of queries) {
      const request = { ...all, offset: 100, limit: 30, ...query }
      const page = 'page' in query ? query.page : undefined
      const reason = 'reason' in query ? query.reason : undefined
      const wanted = recorded.page.flatMap((p, i) => {
        const inTime = recorded.timeNs[i] >= request.fromNs && recorded.timeNs[i] <= request.toNs
        return inTime && (page ?? p) === p && (reason ?? recorded.reason[i]) === recorded.reason[i] ? [i] : []
      })
      for (const offset of [0, 5, 100, 64_000, 65_530]) {
        const found = finished(store.decisions({ ...request, offset }))
        const rows = wanted.slice(offset, offset + 30)
        expect(found.total).toBe(wanted.length)
        expect(found.rows.rows).toBe(rows.length)
        expect(Array.from(found.rows.timeNs)).toEqual(rows.map((i) => recorded.timeNs[i]))
        expect(Array.from(found.rows.a)).toEqual(rows.map((i) => recorded.a[i]))
        const places = rows.map((i) => came.get(i))
        expect(Array.from(found.outcomeKind)).toEqual(
          places.map((i) => (i === undefined ? 255 : outcomes.kind[i])),
        )
        expect(Array.from(found.savedNs)).toEqual(
          places.map((i) => (i === undefined ? 0 : outcomes.savedNs[i])),
        )
      }
    }
    store.close()
  })

  it('[W5] a matrix is folded to the size asked for by means', () => {
    const tape = longTape(95, 0)
    const store = stored(
      tape,
      play(tape, (call) => call % 50 === 0),
    )
    const whole = store.matrix({ ...all, matrix: 'heat', columns: 100, rows: 100 })
    expect([whole.columns, whole.rows]).toEqual([10, 4])
    expect(whole.values.reduce((sum, v) => sum + v, 0)).toBe(95)
    const small = store.matrix({ ...all, matrix: 'heat', columns: 5, rows: 2 })
    expect([small.columns, small.rows]).toEqual([5, 2])
    const mean = (whole.values[0] + whole.values[1] + whole.values[4] + whole.values[5]) / 4
    expect(small.values[0]).toBeCloseTo(mean, 6)
    store.close()
  })

  it('[W6] CSV has every frame and every kept decision, and its bytes do not depend on the appends', () => {
    fc.assert(
      fc.property(tapes, fc.integer({ min: 1, max: 20 }), (tape, every) => {
        const whole = stored(tape, play(tape))
        const pieces = stored(
          tape,
          play(tape, (call) => call % every === 0),
        )
        for (const what of ['series', 'decisions'] as const)
          expect(csvText(pieces, what)).toBe(csvText(whole, what))
        whole.close()
        pieces.close()
      }),
      { seed: 4, numRuns: 25 },
    )
  })

  it('[W6] CSV numbers read back as they were recorded, and sentences stay in one field', () => {
    const tape = longTape(600, 3)
    const played = play(tape)
    const recorded = concatChunks(played.chunks)
    const store = stored(tape, played)
    const [header, ...lines] = csvText(store, 'series').trimEnd().split('\n')
    expect(header).toBe('time_ns,moved,faults,speed,free')
    const rows = lines.map((text) => text.split(',').map(Number))
    expect(rows).toEqual(recorded.timeNs.map((t, i) => [t, ...recorded.value.map((column) => column[i])]))
    const decisions = csvText(store, 'decisions').trimEnd().split('\n')
    expect(decisions).toHaveLength(1 + 1800)
    expect(decisions[0].split(',')).toHaveLength(16)
    const withoutSentence = decisions.slice(1).map((text) => text.replace(/"[^"]*"/, '').split(','))
    expect(new Set(withoutSentence.map((fields) => fields.length))).toEqual(new Set([16]))
    expect(withoutSentence.map((fields) => Number(fields[1]))).toEqual(recorded.decisions.page)
    store.close()
  })

  it('[W7] a run without frames answers with nothing, and what it never recorded is refused by name', () => {
    const tape = longTape(0, 0)
    const store = stored(tape, { ...play(tape), chunks: [] })
    expect(store.series({ ...all, columns: ['free'], points: 10 }).frames).toBe(0)
    expect(store.momentAt({ run: 'r1', timeNs: 5 }).frame).toBe(-1)
    expect(store.mapAt({ run: 'r1', map: 'placement', frame: 3, bins: 1 }).counts[0]).toBe(700)
    expect(finished(store.decisions({ ...all, offset: 0, limit: 10 })).total).toBe(0)
    expect(store.matrix({ ...all, matrix: 'heat', columns: 5, rows: 5 }).columns).toBe(0)
    expect(csvText(store, 'series')).toBe('time_ns,moved,faults,speed,free\n')
    expect(() => store.series({ ...all, columns: ['nope'], points: 10 })).toThrow('"nope"')
    expect(() => store.momentAt({ run: 'r9', timeNs: 0 })).toThrow('"r9"')
    store.close()
  })

  it('[W7] removing a run or its experiment leaves nothing of it, and its number may be used again', () => {
    const tape = longTape(80, 4)
    const store = stored(tape, play(tape))
    store.removeRun('r1')
    expect(store.contents().runs).toEqual([])
    store.beginRun(runOf(specOf(tape), 'r2'))
    for (const chunk of play(tape).chunks) store.appendRun('r2', chunk)
    expect(store.momentAt({ run: 'r2', timeNs: Infinity }).frame).toBe(79)
    store.removeExperiment('e1')
    expect(store.contents()).toMatchObject({ runs: [], experiments: [] })
    store.close()
  })
})
