import type { PartChoice } from '../part.ts'

/** A machine that a person keeps under a name: a document of the workspace, for any of its experiments. */
export interface OwnMachine {
  readonly id: string
  readonly name: string
  /** The section as it stood in the setup: the part's kind, and the fields that were filled in. */
  readonly machine: PartChoice
}

/** Longer names are refused at the door. */
export const mostMachineLetters = 100
