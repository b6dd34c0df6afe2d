import type { Reason } from './reason.ts'

/** Reasons of HeMem and of Colloid, a stretch of the catalogue in `decision.ts`: their order is stored in files too. */
export const samplingReasons = [
  {
    id: 'sampled-hot',
    verdict: 'moved',
    actor: 'HeMem',
    title: 'hot by samples',
    sentence: 'sampled {#0} reads and {#1} writes since the last cooling, enough to be hot',
    numbers: [
      { title: 'sampled reads', unit: 'count' },
      { title: 'sampled writes', unit: 'count' },
    ],
  },
  {
    id: 'sampled-cold-victim',
    verdict: 'moved',
    actor: 'HeMem',
    title: 'longest on the cold list',
    sentence:
      'longest on the fast tier’s cold list ({#0} sampled reads, {#1} writes) when a hot page needed room',
    numbers: [
      { title: 'sampled reads', unit: 'count' },
      { title: 'sampled writes', unit: 'count' },
    ],
  },
  {
    id: 'no-cold-victim',
    verdict: 'failed',
    actor: 'HeMem',
    title: 'nothing cold in the fast tier',
    sentence:
      'hot with {#0} samples, but nothing in the fast tier is cold; {#1} hot units of 2 MiB wait, and the round ends here',
    numbers: [
      { title: 'samples', unit: 'count' },
      { title: 'waiting', unit: 'count' },
    ],
  },
  {
    id: 'latency-balance-up',
    verdict: 'moved',
    actor: 'Colloid',
    title: 'the fast tier answers sooner',
    sentence:
      'takes {0} of the sampled accesses; the fast tier answers in {1}, the slow one in {2}, so requests go up',
    numbers: [
      { title: 'access probability', unit: 'share' },
      { title: 'fast tier', unit: 'ns' },
      { title: 'slow tier', unit: 'ns' },
    ],
  },
  {
    id: 'latency-balance-down',
    verdict: 'moved',
    actor: 'Colloid',
    title: 'the fast tier answers later',
    sentence:
      'takes {0} of the sampled accesses; the fast tier answers in {1}, the slow one in {2}, so requests go down',
    numbers: [
      { title: 'access probability', unit: 'share' },
      { title: 'fast tier', unit: 'ns' },
      { title: 'slow tier', unit: 'ns' },
    ],
  },
  {
    id: 'latency-balance-room',
    verdict: 'moved',
    actor: 'Colloid',
    title: 'made room for a swap',
    sentence:
      'the least sampled of its tier ({0} of the accesses) made room; the fast tier answers in {1}, the slow one in {2}',
    numbers: [
      { title: 'access probability', unit: 'share' },
      { title: 'fast tier', unit: 'ns' },
      { title: 'slow tier', unit: 'ns' },
    ],
  },
  {
    id: 'hint-fault-balance-down',
    verdict: 'moved',
    actor: 'Colloid',
    title: 'hot, and the fast tier answers later',
    sentence:
      'hint-fault latency {0} was under the threshold; the fast tier answers in {1}, the slow one in {2}, so it goes down',
    numbers: [
      { title: 'hint-fault latency', unit: 'ms' },
      { title: 'fast tier', unit: 'ns' },
      { title: 'slow tier', unit: 'ns' },
    ],
  },
  {
    id: 'hint-fault-balance-stay',
    verdict: 'refused',
    actor: 'Colloid',
    title: 'the fast tier answers later',
    sentence:
      'hint-fault latency {0}; the fast tier answers in {1}, the slow one in {2}: no promotion meanwhile',
    numbers: [
      { title: 'hint-fault latency', unit: 'ms' },
      { title: 'fast tier', unit: 'ns' },
      { title: 'slow tier', unit: 'ns' },
    ],
  },
] as const satisfies readonly Reason[]
