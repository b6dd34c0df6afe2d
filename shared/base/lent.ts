/**
 * What a recorder hands over without a copy. Its memory goes round: whoever has read it gives it back, and the recorder
 * fills it again. Where `lent` is not there, it is a copy and belongs to whoever has it.
 */
export interface Lent {
  /** One number: 1 until it is given back. In memory that both threads see. */
  readonly lent?: Int32Array
}

/** They are read and will not be again. */
export function giveBack(things: readonly Lent[]): void {
  for (const { lent } of things) if (lent) Atomics.store(lent, 0, 0)
}
