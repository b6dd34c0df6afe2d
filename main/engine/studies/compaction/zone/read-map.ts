import { quote } from '../../../../../shared/base/text.ts'
import { fail, ok, type Result } from '../../../../../shared/base/result.ts'
import { kindLetters } from '../../../frames/frame-kinds.ts'

export interface MapFault {
  readonly fact: string
  readonly wayOut: string
}

/** A zone written by hand, a letter a frame from the bottom up; spaces and line ends are for the eye alone. */
export function readZoneMap(text: string): Result<Uint8Array, MapFault> {
  const kinds: number[] = []
  let position = 0
  // By code points, so that what is quoted is a whole letter.
  for (const letter of text) {
    position++
    if (/\s/.test(letter)) continue
    const kind = kindLetters.indexOf(letter)
    if (kind < 0) {
      const fact = `position ${position} of the map, frame ${kinds.length}, has the letter ${quote(letter)}`
      const wayOut =
        'write F (free), M (movable), R (reclaimable), S (slab), P (pinned) or U (other unmovable)'
      return fail({ fact, wayOut })
    }
    kinds.push(kind)
  }
  if (kinds.length > 0) return ok(Uint8Array.from(kinds))
  return fail({ fact: 'the map has no frames', wayOut: 'write a letter for each frame, such as FMFS' })
}
