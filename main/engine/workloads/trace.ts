import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { expectDefined } from '../../../shared/base/assert.ts'
import { createThreadGroup, threadGroupParams } from '../agents/thread-group.ts'
import { valuesOf } from '../param-values.ts'
import { traceFormatOf, traceFormats, traceOptionsOf } from '../traces/formats.ts'
import { TraceError } from '../traces/trace-parser.ts'
import { createTraceStream } from '../traces/trace-stream.ts'
import type { AccessSource, Workload, WorkloadPart } from '../workload.ts'

const csvOnly = { when: { name: 'format', is: ['auto', 'csv'] }, advanced: true } as const
const column = <const Name extends string>(name: Name, label: string, about: string) =>
  ({ ...csvOnly, name, label, about, source: 'the file', type: 'text', default: '', maxLength: 64 }) as const

const params = [
  { name: 'path', label: 'Trace file', about: 'On the machine that runs the core. The file stays where it is.', source: 'free choice', type: 'file', default: '' },
  {
    name: 'format', label: 'Format', about: 'auto looks at the first bytes and the name.', source: 'docs/traces.md', type: 'choice', default: 'auto',
    choices: [{ value: 'auto', title: 'recognise it' }, ...traceFormats.map(({ id, title }) => ({ value: id, title }))],
  },
  { name: 'instructions', label: 'Instruction fetches', about: 'Count instruction fetches as reads too.', source: 'free choice', type: 'flag', default: false, when: { name: 'format', is: ['auto', 'lackey', 'perfScript', 'dynamorioView', 'champsim'] }, advanced: true },
  {
    name: 'sampleShare', label: 'Share of pages kept', about: 'For traces too long or too wide: only the accesses to this share of the pages, chosen by a hash of their number, and every node at this share of its capacity. 1 keeps all.',
    source: 'spatial sampling as in SHARDS (FAST 2015)', type: 'number', unit: 'share', default: 1, min: 0.0001, max: 1, advanced: true,
  },
  {
    ...csvOnly, name: 'header', label: 'Header line', about: 'Does the first line name the columns?', source: 'the file', type: 'choice', default: 'auto',
    choices: [{ value: 'auto', title: 'look' }, { value: 'yes', title: 'yes' }, { value: 'no', title: 'no' }],
  },
  {
    ...csvOnly, name: 'delimiter', label: 'Delimiter', about: 'Between columns.', source: 'the file', type: 'choice', default: 'auto',
    choices: [{ value: 'auto', title: 'look' }, { value: ',', title: 'comma' }, { value: ';', title: 'semicolon' }, { value: 'tab', title: 'tab' }, { value: 'space', title: 'space' }],
  },
  column('idColumn', 'Object column', 'Name or number (from 1) of the column with object ids: each id is one page. With no header and nothing named, column 1.'),
  column('addressColumn', 'Address column', 'Name or number of the column with byte addresses, instead of object ids.'),
  column('opColumn', 'Read or write column', 'Name or number; r, R, load, get, 0 read; w, W, store, set, 1 write. Without it all are reads.'),
  column('sizeColumn', 'Size column', 'Name or number of the column with sizes in bytes: every page of the range is touched.'),
  ...threadGroupParams,
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'trace',
  family: 'workload',
  title: 'Recorded trace',
  about: 'Accesses of a real program, one by one, from a file.',
  engines: ['replay'],
  params,
  fidelity: {
    models: ['the order of accesses, reads and writes, at page granularity'],
    approximates: ['time: the closed loop says how long accesses take; the trace’s own times are not used', 'one thread group for all threads of the trace', 'samples (perf, DAMON, MEMTIS): a sample of weight P is charged as P accesses to its page, all where the page is at that moment; in a cache its miss is P misses, fetches and evictions. Hint faults and accessed bits come once per sample, so a policy that waits for them sees less than it would of the program', 'a share of the pages below 1: shares and ratios are estimates; counts and capacities are those of the kept pages'],
    leavesOut: ['caches: traces of instructions (lackey) hold every access, also those that a cache would have served'],
  },
  sources: ['docs/traces.md'],
} // prettier-ignore

export const trace: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    const settings = valuesOf(params, values)
    const facts = expectDefined(
      host.trace,
      'a trace is read once before its run, so its facts are in the plan',
    )
    const options = traceOptionsOf(values, host.pageBytes)

    function createAccesses(): AccessSource {
      const format = traceFormatOf(facts.format)
      const stream = createTraceStream(format, options)
      let given = 0
      return {
        weighted: format.sampled,
        get ended() {
          return stream.ended
        },
        fill(pages, writes, count, _nowNs, weights) {
          const got = stream.fill(pages, writes, 0, count, weights)
          given += got
          if (stream.pageCount > facts.pageCount || (stream.ended && given < facts.accessCount)) fail(given)
          return got
        },
        feed(bytes) {
          if (bytes === null) stream.end()
          else stream.push(bytes)
        },
      }
    }

    function fail(given: number): never {
      const fact = `the trace has changed since it was looked through: ${given} accesses were as expected`
      throw new TraceError(fact, 'wait until it is written, then run again', undefined, facts.bytes)
    }

    return {
      pageCount: Math.max(1, facts.pageCount),
      groups: [createThreadGroup(settings)],
      populated: false,
      accessCount: facts.accessCount,
      createAccesses,
    }
  },
}
