/** The accessed bit of each page's PTE. */
export interface AccessedBits {
  /** Was the page accessed since the last clear? Clears it. */
  testAndClear(page: number): boolean
  /** Clears it without asking. */
  clear(page: number): void
  /** As if accessed just now (a fault marks its page young). */
  mark(page: number): void
}
