import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { createThreadGroup, threadGroupParams } from '../agents/thread-group.ts'
import { ycsbAccesses } from '../agents/ycsb-accesses.ts'
import { linesPerOperation, ycsbMixes, type YcsbMix } from '../agents/ycsb-mix.ts'
import { ycsbRates, type YcsbTable } from '../agents/ycsb-rates.ts'
import { valuesOf } from '../param-values.ts'
import type { Workload, WorkloadPart } from '../workload.ts'

const params = [
  { ...workingSetParam(24), about: 'Memory of the table, with room for inserted records.' },
  {
    name: 'mix', label: 'Core workload', about: 'Which operations on which records.', source: 'YCSB, workloads/workloada to workloadf', type: 'choice', default: 'A',
    choices: [
      { value: 'A', title: 'A: half reads, half updates' }, { value: 'B', title: 'B: 95 % reads, 5 % updates' }, { value: 'C', title: 'C: reads only' },
      { value: 'D', title: 'D: 95 % reads of the latest, 5 % inserts' }, { value: 'E', title: 'E: 95 % short scans, 5 % inserts' }, { value: 'F', title: 'F: half reads, half read-modify-writes' },
    ],
  },
  {
    name: 'requests', label: 'Requests', about: 'Which records are asked for; as the core workload says, or another distribution.', source: 'YCSB, requestdistribution', type: 'choice', default: 'own',
    choices: [{ value: 'own', title: 'as the workload says' }, { value: 'zipfian', title: 'zipfian, scrambled' }, { value: 'latest', title: 'latest' }, { value: 'uniform', title: 'uniform' }],
  },
  {
    name: 'recordBytes', label: 'Record', about: 'Bytes of a record; an update writes one field of ten.', source: 'YCSB: 10 fields of 100 bytes, and a key', type: 'integer', unit: 'bytes', default: 1024, min: 64, max: 1e6,
  },
  {
    name: 'loadedShare', label: 'Loaded', about: 'Share of the memory that the loaded records fill; the rest is for inserts, which end when it is full.', source: 'free choice', type: 'number', unit: 'share', default: 0.9, min: 0.01, max: 1,
  },
  {
    name: 'insertsPerSec', label: 'Pace of inserts', about: 'Rates engine only: records inserted per second by workloads that insert. (Replay counts operations.)', source: 'free choice', type: 'number', unit: 'none', default: 10_000, min: 0, max: 1e9, advanced: true,
  },
  ...threadGroupParams.filter(({ name }) => name !== 'storeShare'),
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'ycsb',
  family: 'workload',
  title: 'YCSB A–F',
  about: 'The core workloads of the Yahoo! Cloud Serving Benchmark on a table of records that lie in order of insertion.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: [
      'mix of reads, updates, inserts, scans (1 to 100 records, uniform) and read-modify-writes',
      'requests: zipfian (θ = 0.99 over 10^10 ranks, scattered over the records by a 64-bit FNV hash), latest, uniform',
      'records mapped to pages; each operation touches the cache lines of its record or field; stores cost write-backs',
    ],
    approximates: [
      'rates: the first million ranks are placed one by one, the rest of the distribution evenly; inserts come at a stated pace, in 128 steps',
      'replay: for the latest distribution, the zeta of the loaded records, also when some were inserted',
      'scans go through records in order of insertion, as in a clustered table',
    ],
    leavesOut: ['the index that finds a record', 'caches: every line touched is a miss', 'keys and network'],
  },
  sources: ['YCSB (B. F. Cooper et al., SoCC 2010), repository at d9faaac: core workloads and generators', 'J. Gray et al., SIGMOD 1994 (sampler)'],
} // prettier-ignore

export const ycsb: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    const settings = valuesOf(params, values)
    const { workingSetGiB, recordBytes, loadedShare, insertsPerSec } = settings
    const own = ycsbMixes[settings.mix]
    const requests = settings.requests === 'own' ? own.requests : (settings.requests as YcsbMix['requests'])
    const mix: YcsbMix = { ...own, requests }
    const pageCount = pagesOf(workingSetGiB, host)
    const roomRecords = Math.max(2, Math.floor((workingSetGiB * giB) / recordBytes))
    const loadedRecords = Math.max(2, Math.floor(roomRecords * loadedShare))
    const table: YcsbTable = {
      ...{ pageCount, recordBytes, roomRecords, loadedRecords },
      recordsPerPage: (host.pageBytes * host.scale) / recordBytes,
      hashedRecords: mix.insert > 0 ? roomRecords : loadedRecords,
    }
    const { lines, stores } = linesPerOperation(mix, recordBytes)
    return {
      pageCount,
      groups: [
        createThreadGroup({
          threads: settings.threads,
          linesPerThread: settings.linesPerThread,
          thinkNs: settings.thinkNs,
          storeShare: stores / lines,
        }),
      ],
      populated: true,
      accessCount: 0,
      createRates: () => ycsbRates(table, mix, insertsPerSec),
      createAccesses: () => ycsbAccesses(table, mix, host.seed),
    }
  },
}
