import { either, quote } from '../base/text.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { unitOf, type UnitId } from './unit.ts'

const quantity = /^([+-]?(?:\d[\d_]*)?(?:\.\d+)?(?:e[+-]?\d+)?)\s*([^\d\s].*)?$/i
// As `formatNumber` sets them, so that what is shown can be pasted back.
const thinSpaces = /(?<=\d)[\u2009\u202f\u00a0](?=\d)/g

/**
 * A quantity from a document: a bare number already in `unit`, or text with a unit of its own
 * ("16 GiB", "500 ms", "75 %"). Fails with a sentence that names the text and the spellings allowed.
 */
export function parseQuantity(value: unknown, unit: UnitId): Result<number, string> {
  if (typeof value === 'number') return Number.isFinite(value) ? ok(value) : fail('is not a finite number')
  if (typeof value !== 'string') return fail('is not a number')
  const match = quantity.exec(value.trim().replaceAll(thinSpaces, '').replace('−', '-'))
  const digits = match?.[1] ?? ''
  if (!match || !/\d/.test(digits)) return fail('is not a number')
  const amount = Number(digits.replaceAll('_', ''))
  if (!Number.isFinite(amount)) return fail('is not a finite number')
  const spelling = match[2]?.trim()
  if (spelling === undefined || spelling === '') return ok(amount)
  const known: Readonly<Record<string, number>> = unitOf(unit).spellings
  if (Object.hasOwn(known, spelling)) return ok(timesSize(amount, known[spelling]))
  const words = Object.keys(known)
  const wayOut = words.length === 0 ? 'a plain number is wanted' : `use ${either(words)}`
  return fail(`has the unit ${quote(spelling)}; ${wayOut}`)
}

/** Divides where the size is one n-th, so that "7 %" is 0.07 and not a bit beside it. */
function timesSize(amount: number, size: number): number {
  const parts = Math.round(1 / size)
  return size < 1 && Math.abs(parts * size - 1) < 1e-12 ? amount / parts : amount * size
}
