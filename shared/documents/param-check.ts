import { quote } from '../base/text.ts'
import { parseQuantity } from '../units/parse.ts'
import { isDefault, isAskedFor } from './param-value.ts'
import {
  errorAt, isMapping, isRefusedKey, joinPath, kindWords, plainQuantity, rangeWords, refusedKeyAt, warningAt,
  wordWanted,
} from './param-problem.ts' // prettier-ignore
import type { ChoiceParam, NumberParam, ParamInfo, TableParam } from './part.ts'
import type { Fix, Problem } from './problem.ts'

/** Checks the fields of a part, of `run` or of a table's row against what is declared of them. */
export function checkFields(
  params: readonly ParamInfo[],
  fields: Readonly<Record<string, unknown>>,
  path: string,
  owner: string,
  alsoKnown: readonly string[] = [],
): Problem[] {
  const names = [...alsoKnown, ...params.map((info) => info.name)]
  const problems: Problem[] = []
  for (const key of Object.keys(fields)) {
    const at = joinPath(path, key)
    if (isRefusedKey(key)) problems.push(refusedKeyAt(at, key))
    else if (!names.includes(key)) {
      const fact = `${owner} has no field ${quote(key)}`
      problems.push(errorAt(at, 'unknown-field', fact, wordWanted(key, names, 'field')))
    }
  }
  for (const info of params) {
    const at = joinPath(path, info.name)
    const asked = isAskedFor(info, params, fields)
    if (Object.hasOwn(fields, info.name)) {
      const found = checkParam(info, fields[info.name], at)
      problems.push(...found)
      if (!asked && found.length === 0 && !isDefault(info, fields[info.name]))
        problems.push(notUsed(info, at))
    } else if (asked && info.type === 'file' && info.default === '') problems.push(noFile(info.name, at))
  }
  return problems
}

function notUsed(info: ParamInfo, path: string): Problem {
  const { name, is } = info.when!
  const fact = `${quote(info.name)} is not used while ${quote(name)} is not ${is.map(quote).join(' or ')}`
  return warningAt(path, 'not-used', fact, `remove it, or set ${quote(name)} to ${quote(is[0])}`)
}

function noFile(name: string, path: string): Problem {
  return errorAt(path, 'missing-file', `${quote(name)} names no file`, 'give the path of a file')
}

/** Checks one value against its declaration. */
export function checkParam(info: ParamInfo, value: unknown, path: string): Problem[] {
  switch (info.type) {
    case 'number':
    case 'integer':
      return checkNumber(info, value, path)
    case 'flag':
      return typeof value === 'boolean'
        ? []
        : [
            wrongType(info, value, path, 'true or false', [
              { title: `use ${info.default}`, path, value: info.default },
            ]),
          ]
    case 'choice':
      return checkChoice(info, value, path)
    case 'text':
      return checkText(info.name, info.maxLength, value, path)
    case 'file': {
      const found = checkText(info.name, 4096, value, path)
      return found.length === 0 && value === '' ? [noFile(info.name, path)] : found
    }
    case 'table':
      return checkTable(info, value, path)
  }
}

function wrongType(
  info: ParamInfo,
  value: unknown,
  path: string,
  wanted: string,
  fixes: Fix[] = [],
): Problem {
  return errorAt(path, 'wrong-type', `${quote(info.name)} is ${kindWords(value)}`, `write ${wanted}`, fixes)
}

function checkNumber(info: NumberParam, value: unknown, path: string): Problem[] {
  const toDefault = {
    title: `use the default, ${plainQuantity(info.default, info.unit)}`,
    path,
    value: info.default,
  }
  const parsed = parseQuantity(value, info.unit)
  const range = rangeWords(info.min, info.max, info.unit)
  if (!parsed.ok) {
    const hasUnit = parsed.error.startsWith('has the unit')
    const [fact, wayOut] = hasUnit
      ? parsed.error.split('; ')
      : [`is ${kindWords(value)}, not a number`, `write a number, ${range}`]
    const code = hasUnit ? 'bad-unit' : 'wrong-type'
    return [errorAt(path, code, `${quote(info.name)} ${fact}`, wayOut, [toDefault])]
  }
  const amount = parsed.value
  const shown = plainQuantity(amount, info.unit)
  const given = typeof value === 'string' && value !== shown ? `${quote(value)} (${shown})` : shown
  if (amount < info.min || amount > info.max) {
    const low = amount < info.min
    const end = nearestInside(info, low)
    const reason = info.rangeReason === undefined ? '' : ` (${info.rangeReason})`
    const fact = `${quote(info.name)} is ${given}, ${low ? 'below' : 'above'} its range ${range}${reason}`
    const wayOut = `use at ${low ? 'least' : 'most'} ${plainQuantity(end, info.unit)}`
    const clamp = { title: `use ${plainQuantity(end, info.unit)}`, path, value: end }
    return [errorAt(path, 'out-of-range', fact, wayOut, [clamp, toDefault])]
  }
  if (info.type === 'number' || Number.isSafeInteger(amount)) return []
  const whole = Math.min(Math.floor(info.max), Math.max(Math.ceil(info.min), Math.round(amount)))
  const fact = `${quote(info.name)} is ${given}, not a whole number`
  const rounded = { title: `use ${plainQuantity(whole, info.unit)}`, path, value: whole }
  return [errorAt(path, 'not-whole', fact, `use ${plainQuantity(whole, info.unit)}`, [rounded, toDefault])]
}

function nearestInside(info: NumberParam, low: boolean): number {
  if (info.type === 'number') return low ? info.min : info.max
  return low ? Math.ceil(info.min) : Math.floor(info.max)
}

function checkChoice(info: ChoiceParam, value: unknown, path: string): Problem[] {
  const words = info.choices.map((choice) => choice.value)
  const toDefault = { title: `use the default, ${quote(info.default)}`, path, value: info.default }
  if (typeof value !== 'string' && typeof value !== 'number') {
    return [wrongType(info, value, path, `one of ${words.map(quote).join(', ')}`, [toDefault])]
  }
  const word = String(value)
  if (words.includes(word)) return []
  const fact = `${quote(info.name)} is ${quote(word)}, which is none of its choices`
  return [errorAt(path, 'unknown-choice', fact, wordWanted(word, words, 'choice'), [toDefault])]
}

/** Text of at most so many characters, without control characters other than tab and line ends. */
export function checkText(name: string, maxLength: number, value: unknown, path: string): Problem[] {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
  if (typeof text !== 'string') {
    return [
      errorAt(
        path,
        'wrong-type',
        `${quote(name)} is ${kindWords(value)}`,
        'write text, in quotes if need be',
      ),
    ]
  }
  if (text.length > maxLength) {
    const fact = `${quote(name)} has ${text.length} characters, more than ${maxLength}`
    return [errorAt(path, 'too-long', fact, `shorten it to ${maxLength}`)]
  }
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if ((code >= 32 && code !== 127) || code === 9 || code === 10 || code === 13) continue
    return [
      errorAt(
        path,
        'control-character',
        `${quote(name)} has a control character, number ${code}`,
        'remove it',
      ),
    ]
  }
  return []
}

function checkTable(info: TableParam, value: unknown, path: string): Problem[] {
  if (!Array.isArray(value)) {
    const wanted = `a list of rows with ${info.columns.map((column) => quote(column.name)).join(', ')}`
    return [
      wrongType(info, value, path, wanted, [{ title: 'use the default rows', path, value: info.default }]),
    ]
  }
  const problems: Problem[] = []
  if (value.length < info.minRows || value.length > info.maxRows) {
    const few = value.length < info.minRows
    const fact = `${quote(info.name)} has ${value.length} rows, ${few ? 'fewer' : 'more'} than ${few ? info.minRows : info.maxRows}`
    const wayOut = few ? `add rows up to ${info.minRows}` : `remove rows down to ${info.maxRows}`
    problems.push(errorAt(path, few ? 'too-few-rows' : 'too-many-rows', fact, wayOut))
  }
  value.slice(0, info.maxRows).forEach((row: unknown, i) => {
    const at = joinPath(path, i)
    if (isMapping(row)) problems.push(...checkFields(info.columns, row, at, `a row of ${quote(info.name)}`))
    else {
      const fact = `row ${i + 1} of ${quote(info.name)} is ${kindWords(row)}`
      problems.push(
        errorAt(at, 'wrong-type', fact, `write fields: ${info.columns.map((c) => c.name).join(', ')}`),
      )
    }
  })
  return problems
}
