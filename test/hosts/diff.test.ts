import { rmSync } from 'node:fs'
import { beforeAll, afterAll, expect, test } from 'vitest'
import { makeFolder } from '../lab/test-core.ts'
import { build, runCli } from './cli-process.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const setup = `
format: 1
study: tiering
name: small
run: { engine: rates, lengthSec: 12, scale: "512" }
machine: { kind: spr-ddr5-cxl }
workload: { kind: zipf }
policy: { kind: autonuma-tiering }
mechanism: { kind: migrate_pages }
`
const forked = `${setup}schedule: [{ atSec: 6, set: { policy.hot_threshold_ms: 100 } }]\n`

let folder: string
const diff = async (...words: string[]) => {
  const { code, out, err } = await runCli(['diff', ...words], folder)
  return { code, out, err }
}

beforeAll(async () => {
  build('cli')
  folder = makeFolder()
  writeFileSync(join(folder, 'a.yaml'), setup)
  writeFileSync(join(folder, 'b.yaml'), forked)
  for (const [yaml, file] of [['a.yaml', 'a.tierlab'], ['a.yaml', 'a.tierlab'], ['b.yaml', 'a.tierlab'], ['b.yaml', 'b.tierlab']])
    expect((await runCli(['run', yaml, '--out', file], folder)).code).toBe(0)
}, 120_000) // prettier-ignore
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[C35] equal runs have no first divergence and nothing in which they differ', async () => {
  const { code, out, err } = await diff('a.tierlab#1', 'a.tierlab#2', '--json')
  expect([code, err]).toEqual([0, ''])
  expect(JSON.parse(out)).toMatchObject({
    identical: true,
    sameUntilNs: null,
    notes: [],
    firstDivergence: null,
    setup: [],
    summary: [],
    decisions: { counts: { onlyA: 0, onlyB: 0 }, byReason: [], onlyA: [], onlyB: [], comparedPageShare: 1 },
  })
})

test('[C35] a changed input is named, and the first decision that fell otherwise has both sides’ reasons and numbers', async () => {
  const { code, out } = await diff('a.tierlab#1', 'b.tierlab', '--json', '--limit', '3')
  expect(code).toBe(0)
  const document = JSON.parse(out)
  expect(document.setup).toEqual([{ path: 'schedule@6s.policy.hot_threshold_ms', a: null, b: 100 }])
  expect(document.firstDivergence.timeNs).toBeGreaterThanOrEqual(6e9)
  const sides = [document.firstDivergence.a, document.firstDivergence.b].filter(Boolean)
  for (const side of sides)
    expect(side).toMatchObject({
      reason: expect.any(String),
      verdict: expect.stringMatching(/moved|refused|failed/),
      numbers: expect.arrayContaining([{ title: expect.any(String), value: expect.any(Number), unit: expect.any(String) }]),
      sentence: expect.any(String),
    }) // prettier-ignore
  expect(sides.length).toBeGreaterThan(0)
  const { counts, onlyA, onlyB } = document.decisions
  expect([onlyA.length, onlyB.length]).toEqual([Math.min(3, counts.onlyA), Math.min(3, counts.onlyB)])
  expect(document.summary.length).toBeGreaterThan(3)
  // Within one file it is the same answer.
  const within = JSON.parse((await diff('a.tierlab#1', 'a.tierlab#3', '--json', '--limit', '3')).out)
  expect(within.firstDivergence).toEqual(document.firstDivergence)
  expect(within.decisions).toEqual(document.decisions)
})

test('[C35] a person reads the same: until when they were one run, what differs, and where they came apart', async () => {
  const { code, out } = await diff('a.tierlab#1', 'b.tierlab')
  expect(code).toBe(0)
  expect(out).toMatch(/one run until [\d.]+ s/)
  expect(out).toMatch(/first divergence at [\d.]+ s, page \d+/)
  expect(out).toMatch(/schedule@6s\.policy\.hot_threshold_ms +– +100/)
  // A slowdown is a factor and a share differs in points, as in the window.
  expect(out).toMatch(/^ {2}slowdownVsAllFast +[\d.]+ × +[\d.]+ × +[+−][\d.]+ ×$/m)
  expect(out).toMatch(/^ {2}fastTierAccessShare +[\d.]+\s% +[\d.]+\s% +[+−][\d.e-]+ pp$/m)
})

test('[C36] what is no pair of runs is told with the way out', async () => {
  expect(await diff('a.tierlab')).toMatchObject({ code: 2, err: expect.stringContaining('a diff is of two runs') })
  expect(await diff('a.tierlab', 'none.tierlab')).toMatchObject({ code: 2, err: expect.stringContaining('"none.tierlab"') })
  expect(await diff('a.tierlab', 'b.tierlab#9')).toMatchObject({ code: 2, err: expect.stringContaining('keeps no run "9"') })
}) // prettier-ignore

test('[C37] findings have a sentence, a place and a change to try; without an oracle’s run the gap is left out', async () => {
  const { code, out, err } = await runCli(['findings', 'a.tierlab#1', '--json'], folder)
  expect([code, err]).toEqual([0, ''])
  const { findings, regret } = JSON.parse(out)
  for (const found of findings)
    expect(found).toMatchObject({
      kind: expect.any(String),
      sentence: expect.any(String),
      fromNs: expect.any(Number),
    })
  expect(regret).toMatchObject({ oracle: null, gap: null, pageShare: 1, moves: expect.any(Number) })
  expect(regret.worst.length).toBeLessThanOrEqual(20)
  const oracle = ['run', 'a.yaml', '--set', 'policy.kind=next-epoch-oracle', '--out', 'a.tierlab']
  expect((await runCli(oracle, folder)).code).toBe(0)
  const again = JSON.parse((await runCli(['findings', 'a.tierlab#1', '--json'], folder)).out)
  const { totalNs, ...parts } = again.regret.gap
  const sum = Object.values<number>(parts).reduce((all, part) => all + part, 0)
  expect(sum).toBeCloseTo(totalNs, -2)
})
