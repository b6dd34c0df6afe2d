import { expect, test } from 'vitest'
import { trace } from '../../main/engine/workloads/trace.ts'
import { TraceError } from '../../main/engine/traces/trace-parser.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** What a run reads of a file of which the look before found 4 accesses to 2 pages. */
function fill(text: string): number {
  const facts = { format: 'csv', contentHash: '', accessCount: 4, pageCount: 2, bytes: 8 }
  const workload = trace.createWorkload(
    { header: 'no' },
    { seed: 1, pageBytes: 4096, scale: 1, trace: facts },
  )
  const source = workload.createAccesses!(0)
  const pages = new Uint32Array(10)
  const writes = new Uint8Array(10)
  source.feed!(bytesOf(text))
  const got = source.fill(pages, writes, 4, 0)
  if (got === 4) return got
  source.feed!(null)
  return got + source.fill(pages, writes, 4 - got, 0)
}

test('[Z6] a trace that changed between the look and the run is refused, one that only grew is not', () => {
  expect(fill('1\n2\n1\n2\n')).toBe(4)
  expect(fill('1\n2\n1\n2\n2\n1\n')).toBe(4)
  expect(() => fill('1\n2\n3\n2\n')).toThrow(TraceError)
  expect(() => fill('1\n2\n')).toThrow(/has changed since it was looked through/)
})
