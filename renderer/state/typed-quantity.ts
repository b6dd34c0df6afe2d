import { parseQuantity } from '../../shared/units/parse.ts'
import { unitOf, type UnitId } from '../../shared/units/unit.ts'

/**
 * What a person typed into a number field: the number in the field's unit where it can be read ("16 GiB" in a field
 * of MiB is 16384), else the text as it stands, so that the check says at the field what is wrong with it.
 */
export function readTyped(text: string, unit: UnitId): number | string {
  const plain = text
    .replaceAll(/(?<=\d)[\s\u2009\u202f\u00a0](?=\d)/g, '')
    .replace('−', '-')
    .trim()
  const read = parseQuantity(plain === '' ? undefined : plain, unit)
  return read.ok ? tidy(read.value) : text.trim()
}

/** A stored value as the field shows it: every digit, thin spaces between thousands, without the unit. */
export function showTyped(value: unknown, unit: UnitId): string {
  const read = parseQuantity(value, unit)
  if (!read.ok) return typeof value === 'string' ? value : ''
  const [whole = '', fraction] = String(tidy(read.value)).split('.')
  if (whole.includes('e')) return String(read.value)
  const spaced = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole
  return fraction === undefined ? spaced : `${spaced}.${fraction}`
}

/** What stands after the field. A share is typed as it is stored, 0 to 1. */
export function fieldUnit(unit: UnitId): string {
  return unit === 'share' ? '0–1' : unitOf(unit).symbol
}

/** Rounds off what a change of unit left in the last bits: 0.1 s is 100 ms, not 100.00000000000001. */
function tidy(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(14))
}
