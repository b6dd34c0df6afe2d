import type { AccessSamples, SamplePeriods } from '../../../trackers/samples.ts'

/** Samples where every access is replayed: every period-th access, and every period-th store, of each batch. */
export interface RealSamples extends AccessSamples {
  /** A batch was served. */
  note(pages: Uint32Array, writes: Uint8Array, length: number): void
}

const storeBit = 0x8000_0000
const pageMask = 0x7fff_ffff

export function createRealSamples(onSeen: (page: number) => void): RealSamples {
  let periods: SamplePeriods = { load: 0, store: 0 }
  /** Accesses, and stores, until the next record. */
  let loadsLeft = 0
  let storesLeft = 0
  let records = new Uint32Array(1024)
  let count = 0

  function add(record: number): void {
    if (count === records.length) {
      const larger = new Uint32Array(records.length * 2)
      larger.set(records)
      records = larger
    }
    records[count++] = record
  }

  function noteLoads(pages: Uint32Array, length: number): void {
    let at = loadsLeft
    for (; at < length; at += periods.load) add(pages[Math.floor(at)])
    loadsLeft = at - length
  }

  function noteStores(pages: Uint32Array, writes: Uint8Array, length: number): void {
    for (let i = 0; i < length; i++) {
      storesLeft -= writes[i]
      if (storesLeft > 0 || writes[i] === 0) continue
      storesLeft += periods.store
      add((pages[i] | storeBit) >>> 0)
    }
  }

  return {
    start(wanted) {
      periods = wanted
      loadsLeft = wanted.load
      storesLeft = wanted.store
    },
    note(pages, writes, length) {
      if (periods.load > 0) noteLoads(pages, length)
      if (periods.store > 0) noteStores(pages, writes, length)
    },
    drain(onSample) {
      for (let i = 0; i < count; i++) {
        const page = records[i] & pageMask
        onSeen(page)
        onSample(page, records[i] >= storeBit)
      }
      count = 0
    },
  }
}
