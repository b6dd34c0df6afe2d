/**
 * Sampled addresses, as PEBS writes them: a record of every so-many-th access that misses the caches, and of every
 * so-many-th store. A store reads its line first, so it counts as a load as well. Records of memory that is no page of
 * the experiment (an antagonist's) are dropped. Policies see pages and kinds, and no times.
 */
export interface AccessSamples {
  /** Programs the counters; before that nothing is sampled. */
  start(periods: SamplePeriods): void
  /** Calls back for each record since the last time. The callback must not drain. */
  drain(onSample: (page: number, store: boolean) => void): void
}

/** Accesses of the simulated machine between two records, not necessarily whole; 0: none are written. */
export interface SamplePeriods {
  readonly load: number
  readonly store: number
}
