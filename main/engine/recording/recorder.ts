import type { RecordedChunk } from '../../../shared/documents/recorded.ts'

/**
 * Takes what a simulation has to say, in simulated order, into typed columns. Called from hot loops: nothing here
 * allocates per call. One recorder belongs to one simulation; whoever runs it drains it.
 *
 * Within an epoch: any number of `write`, `decide`, `outcome`, `addToMatrix`, `addToBins`; then exactly one `endEpoch`.
 * A frame ends with the first epoch that satisfies the `FrameRule`; every fact in it is a function of the plan alone.
 */
export interface Recorder {
  /** Cell `cell` of map `map` changed from state `was` to `now`. */
  write(map: number, cell: number, was: number, now: number): void

  /**
   * A move, refusal or failure. Returns the number of the kept row, to be given to `outcome`, or -1 where the
   * budget kept no details of this page.
   */
  decide(
    timeNs: number,
    page: number,
    pages: number,
    from: number,
    to: number,
    reason: number,
    a: number,
    b: number,
    c: number,
    costNs: number,
  ): number

  /** What came of decision `decision` (as returned by `decide`; -1 is ignored). `kind` indexes `outcomeKinds`. */
  outcome(decision: number, timeNs: number, kind: number, savedNs: number): void

  /** Adds to bin `bin` of matrix `matrix`, which must have it, in the current column of time ('intensity' matrices). */
  addToMatrix(matrix: number, bin: number, amount: number): void

  /** The same for all bins of a matrix at once, which `amounts` has in order. It is the caller's, and read at once. */
  addToBins(matrix: number, amounts: Float64Array): void

  /** True when `endEpoch` at this time would close a matrix column: time to add what is computed lazily. */
  matrixDue(timeNs: number): boolean

  /**
   * The epoch ended at `timeNs` with these column values (one per ColumnSpec, in order). `root` gives the immutable
   * root of the moment — counters, policy state, list sizes — the same object while nothing in it changed. It is
   * asked only where a frame ends: here, or in `close` after the last epoch.
   */
  endEpoch(timeNs: number, row: Float64Array, root: () => object): void

  /**
   * The last, partial frame is closed, and the last matrix column. After this only `drain`. Whatever was written to a
   * map before must have been followed by `endEpoch`.
   */
  close(): void

  /** Everything since the last drain. Boundaries are of no meaning. What is `Lent` in it is to be given back. */
  drain(): RecordedChunk
}

/** When a frame ends: with the first epoch that ends at or after the next multiple of `everyNs`, or every k epochs. */
export type FrameRule = { readonly everyNs: number } | { readonly everyEpochs: number }

export interface RecorderOptions {
  readonly frames: FrameRule
  /** Time of a matrix column: about a thousand for the whole run. A column ends with the frame that reaches it. */
  readonly framesPerMatrixColumn: number
  /** Memory for map writes plus decisions, over the whole run. */
  readonly budgetBytes: number
  /** Keys the hash that chooses the pages kept beyond the budget: the same pages in every run of an experiment. */
  readonly keepSeed: number
}
