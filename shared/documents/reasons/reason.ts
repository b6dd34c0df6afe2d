import type { UnitId } from '../../units/unit.ts'
import type { ParamScalar } from '../part.ts'

export type Verdict = 'moved' | 'refused' | 'failed'

export interface Reason {
  readonly id: string
  readonly verdict: Verdict
  /** Who decided: the words for a person. */
  readonly actor: string
  readonly title: string
  /** `{0}`, `{1}`, `{2}` stand for the numbers, formatted in their units; `{#0}` for the whole number alone; `{r0}` for the title of the reason with that code. */
  readonly sentence: string
  readonly numbers: readonly { readonly title: string; readonly unit: UnitId }[]
  /** It is about frames of one node, not about nodes. `moved`: number 0 is the frame that the page went to. */
  readonly frames?: 'moved' | 'other'
  /** What would have had to be otherwise for another verdict; `forks/counterfactual.ts` makes sentences and forks of it. */
  readonly flips?: readonly ReasonFlip[]
}

/** A limit that a decision was held against, or a switch without which it would not have been made. */
export type ReasonFlip = LimitFlip | SwitchFlip

interface FlipHead {
  /** `passed`, `tested`: this test would have been passed, or made at all, and the next one decides. */
  readonly then: 'stayed' | 'moved' | 'passed' | 'tested'
  /** The words after "with": "a hot threshold", "demotion off". */
  readonly what: string
  /** Parameter of the policy that sets it; none where a run cannot set it. */
  readonly param?: string
}

export interface LimitFlip extends FlipHead {
  /** The limit would have had to lie on this side of number `place` (plus `more`) … */
  readonly side: 'atMost' | 'below' | 'atLeast' | 'above'
  readonly place: 0 | 1 | 2
  readonly more?: number
  /** … and was this number, or the value of `param`. */
  readonly was: 0 | 1 | 2 | 'param'
  /** A parameter that must have this value for `param` to be the limit itself. */
  readonly fix?: { readonly param: string; readonly value: ParamScalar }
  readonly value?: undefined
}

export interface SwitchFlip extends FlipHead {
  readonly param: string
  readonly value: ParamScalar
}
