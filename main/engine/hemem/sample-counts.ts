/**
 * Sampled reads and writes of each unit since it last cooled, with the units of each tier in lists by their count: the
 * order in which HeMem's and Colloid's rules walk them. Within a list the unit that came first is first.
 */
export interface SampleCounts {
  readonly reads: Uint8Array
  readonly writes: Uint8Array
  /** Sum of all counts. */
  readonly total: number
  readonly largest: number
  countOf(unit: number): number
  /** The unit exists from now on, in the fast or the slow tier; or it is in that tier from now on. */
  add(unit: number, fast: boolean): void
  setTier(unit: number, fast: boolean): void
  /** One more sample. */
  note(unit: number, store: boolean): void
  /** Halves every count. */
  cool(): void
  /** First unit with this count in a tier, and the one behind a unit; -1 where there is none. */
  first(fast: boolean, count: number): number
  next(unit: number): number
}

const none = -1
const absent = -2

/** `most`: the count of reads, and of writes, that is never passed by more than one. */
export function createSampleCounts(units: number, most: number): SampleCounts {
  const bins = 2 * (most + 2)
  const reads = new Uint8Array(units)
  const writes = new Uint8Array(units)
  const slow = new Uint8Array(units)
  const nextOf = new Int32Array(units).fill(absent)
  const previousOf = new Int32Array(units).fill(none)
  const heads = new Int32Array(2 * bins).fill(none)
  const tails = new Int32Array(2 * bins).fill(none)
  let total = 0

  const countOf = (unit: number) => reads[unit] + writes[unit]
  const listOf = (unit: number) => slow[unit] * bins + countOf(unit)

  function append(unit: number): void {
    const list = listOf(unit)
    const tail = tails[list]
    previousOf[unit] = tail
    nextOf[unit] = none
    if (tail === none) heads[list] = unit
    else nextOf[tail] = unit
    tails[list] = unit
  }

  function unlink(unit: number): void {
    const list = listOf(unit)
    const next = nextOf[unit]
    const previous = previousOf[unit]
    if (previous === none) heads[list] = next
    else nextOf[previous] = next
    if (next === none) tails[list] = previous
    else previousOf[next] = previous
  }

  function halve(unit: number): void {
    total -= countOf(unit)
    reads[unit] >>= 1
    writes[unit] >>= 1
    total += countOf(unit)
  }

  return {
    reads,
    writes,
    get total() {
      return total
    },
    largest: bins - 1,
    countOf,
    add(unit, fast) {
      if (nextOf[unit] !== absent) unlink(unit)
      slow[unit] = fast ? 0 : 1
      append(unit)
    },
    setTier(unit, fast) {
      unlink(unit)
      slow[unit] = fast ? 0 : 1
      append(unit)
    },
    note(unit, store) {
      if (nextOf[unit] === absent) return
      const counts = store ? writes : reads
      if (counts[unit] > most) return
      unlink(unit)
      counts[unit]++
      total++
      append(unit)
    },
    // A list goes to lower ones, which have been through; nothing happens to units without samples, and most have none.
    cool() {
      for (const tier of [0, bins]) {
        for (let list = tier + 1; list < tier + bins; list++) {
          let unit = heads[list]
          heads[list] = none
          tails[list] = none
          while (unit !== none) {
            const next = nextOf[unit]
            halve(unit)
            append(unit)
            unit = next
          }
        }
      }
    },
    first: (fast, count) => heads[(fast ? 0 : bins) + count],
    next: (unit) => nextOf[unit],
  }
}
