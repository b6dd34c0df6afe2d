import { formatCount, formatQuantity } from '../units/format.ts'
import type { Reason } from './reasons/reason.ts'
import { reasonOf } from './decision.ts'

/** Of a decision: what its sentence needs. */
export interface DecisionNumbers {
  readonly reason: number
  readonly a: number
  readonly b: number
  readonly c: number
}

/**
 * Why a decision fell as it did, in words and numbers, with as many digits as tell different numbers apart. Pages are
 * those of the machine, of which a simulated one is `scale`.
 */
export function decisionSentence(decision: DecisionNumbers, scale: number): string {
  const reason = reasonOf(decision.reason)
  const values = numbersOf(decision, scale)
  let digits = 3
  while (digits < 12 && blurs(reason, values, digits)) digits++
  return reason.sentence.replace(/\{([#r]?)([012])\}/g, (_, alone: string, place: string) => {
    const i = Number(place)
    if (alone === 'r') return reasonOf(values[i]).title
    return alone === '' ? numberText(reason, values, i, digits) : formatCount(values[i])
  })
}

/** The numbers that decided, for a person: pages of the machine where the columns have simulated ones. */
export function numbersOf({ reason, a, b, c }: DecisionNumbers, scale: number): readonly number[] {
  const { numbers } = reasonOf(reason)
  return [a, b, c].map((value, i) => (numbers[i]?.unit === 'pages' ? value * scale : value))
}

function numberText(reason: Reason, values: readonly number[], i: number, digits: number): string {
  return formatQuantity(values[i], reason.numbers[i]?.unit ?? 'none', digits)
}

/** Two different numbers would read the same. */
function blurs(reason: Reason, values: readonly number[], digits: number): boolean {
  return reason.numbers.some((_, i) =>
    reason.numbers.some(
      (_, j) =>
        j > i &&
        values[i] !== values[j] &&
        numberText(reason, values, i, digits) === numberText(reason, values, j, digits),
    ),
  )
}
