/**
 * A note on the timeline of a run: at a moment, or over a stretch of time. A mark is a note without text. Notes are
 * documents of the workspace, one each; they go with their run.
 */
export interface Note {
  readonly id: string
  readonly run: string
  readonly timeNs: number
  /** End of the stretch; absent for a moment. */
  readonly toNs?: number
  readonly text: string
}

/** Longer ones are refused at the door. */
export const mostNoteLetters = 4000
