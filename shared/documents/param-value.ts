import { expectDefined } from '../base/assert.ts'
import { parseQuantity } from '../units/parse.ts'
import { isMapping } from './param-problem.ts'
import type { ParamInfo, ParamRow, ParamScalar, ParamValue, ParamValues, TableParam } from './part.ts'

/** What a field of a document comes to: units converted, defaults filled in, conditions looked at. */

/** The value in the parameter's own type and unit; `undefined` where it is none (the checks say why). */
export function resolveParam(info: ParamInfo, value: unknown): ParamValue | undefined {
  return info.type === 'table' ? resolveRows(info, value) : resolveScalar(info, value)
}

function resolveScalar(info: Exclude<ParamInfo, TableParam>, value: unknown): ParamScalar | undefined {
  switch (info.type) {
    case 'number':
    case 'integer': {
      const parsed = parseQuantity(value, info.unit)
      // Adding 0 turns -0 into 0, so that equal plans are equal bytes.
      return parsed.ok ? parsed.value + 0 : undefined
    }
    case 'flag':
      return typeof value === 'boolean' ? value : undefined
    case 'choice': {
      const word = typeof value === 'number' ? String(value) : value
      return info.choices.find((choice) => choice.value === word)?.value
    }
    case 'text':
      if (typeof value === 'number' && Number.isFinite(value)) return String(value)
      return typeof value === 'string' ? value : undefined
    case 'file':
      return typeof value === 'string' ? value : undefined
  }
}

function resolveRows(info: TableParam, value: unknown): readonly ParamRow[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.map((row) => resolveFields(info.columns, isMapping(row) ? row : {}) as ParamRow)
}

/**
 * Every parameter of a part (or column of a row) with its value. A field whose condition does not hold takes its
 * default, so that a leftover changes nothing, not even the plan's hash.
 */
export function resolveFields(
  params: readonly ParamInfo[],
  fields: Readonly<Record<string, unknown>>,
): ParamValues {
  return Object.fromEntries(params.map((info) => [info.name, effectiveValue(info, params, fields)]))
}

/** The value a run would use: the one given where it counts and is well-formed, otherwise the default. */
export function effectiveValue(
  info: ParamInfo,
  params: readonly ParamInfo[],
  fields: Readonly<Record<string, unknown>>,
): ParamValue {
  const given = Object.hasOwn(fields, info.name) && isAskedFor(info, params, fields)
  const value = given ? resolveParam(info, fields[info.name]) : undefined
  return (
    value ?? expectDefined(resolveParam(info, info.default), `the default of "${info.name}" is well-formed`)
  )
}

/** Does the parameter's `when` hold? A live governor may come to hold during a run, so it always counts. */
export function isAskedFor(
  info: ParamInfo,
  params: readonly ParamInfo[],
  fields: Readonly<Record<string, unknown>>,
): boolean {
  const { when } = info
  if (when === undefined) return true
  const governor = params.find((other) => other.name === when.name && other !== info)
  if (governor === undefined || governor.live === true) return true
  return when.is.includes(effectiveValue(governor, params, fields))
}

/** The same value as far as a run is concerned. */
export function isDefault(info: ParamInfo, value: unknown): boolean {
  const resolved = resolveParam(info, value)
  return resolved !== undefined && sameValue(resolved, resolveParam(info, info.default))
}

export function sameValue(a: ParamValue | undefined, b: ParamValue | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b
  const rowsA = a as readonly ParamRow[]
  const rowsB = b as readonly ParamRow[]
  return rowsA.length === rowsB.length && rowsA.every((row, i) => sameRow(row, rowsB[i]))
}

function sameRow(a: ParamRow, b: ParamRow): boolean {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
  )
}
