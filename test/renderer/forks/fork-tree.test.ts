import { expect, it } from 'vitest'
import { forkTitle, forkTree, headlineDelta } from '../../../renderer/plot/forks/fork-tree.ts'
import type { ExperimentRecord } from '../../../shared/contract/records.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'

const experiment = (id: string, under?: string) =>
  ({
    id,
    ...(under !== undefined && { parent: { experiment: under, run: `run of ${under}` } }),
  }) as ExperimentRecord

it('[F14] forks stand below their parent in the order in which they were made, and orphans stand for themselves', () => {
  const list = [experiment('a'), experiment('b'), experiment('a1', 'a'), experiment('a11', 'a1'), experiment('a2', 'a'), experiment('lost', 'gone')] // prettier-ignore
  expect(forkTree(list).map(({ experiment: { id }, depth }) => `${depth} ${id}`)).toEqual([
    '0 a', '1 a1', '2 a11', '1 a2', '0 b', '0 lost',
  ]) // prettier-ignore
})

it('[F14] a fork shows its throughput against its parent, with sign, and nothing where there is none', () => {
  const run = (value?: number) =>
    ({ summary: value === undefined ? {} : { throughputAccessesPerSec: { value, unit: 'accessesPerSec' } } }) as unknown as RunRecord // prettier-ignore
  expect([109.13, 91, 100, 100.01, 350].map((value) => headlineDelta(run(value), run(100)))).toEqual([
    '+9.1 %', '−9.0 %', '±0 %', '+<0.1 %', '+250 %',
  ]) // prettier-ignore
  expect([headlineDelta(run(), run(1)), headlineDelta(run(1), run()), headlineDelta(run(1), undefined)]).toEqual([undefined, undefined, undefined]) // prettier-ignore
})

it('[F14] a fork is called by what it changed and when, unless a person named it', () => {
  const named = (name: string, schedule: readonly object[]) =>
    forkTitle({ setup: { name, schedule }, parent: { atNs: 90e9 } } as unknown as ExperimentRecord)
  const usual = 'study, fork at 01:30.000'
  expect([
    named(usual, [{ atSec: 1, set: { 'policy.hot_threshold_ms': 250 } }]),
    named(usual, [{ atSec: 1, veto: { page: 7 } }]),
    named(usual, [{ atSec: 1, policy: { kind: 'lru' } }]),
    named(usual, []),
    named('mine', []),
  ]).toEqual([
    'hot_threshold_ms 250 from 01:30.000',
    'veto page 7 from 01:30.000',
    'lru from 01:30.000',
    'run over from 01:30.000',
    'mine',
  ])
})
