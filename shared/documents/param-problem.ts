import { closest, quote } from '../base/text.ts'
import { unitOf, type UnitId } from '../units/unit.ts'
import type { Fix, Problem } from './problem.ts'

/** The words that every check of a document shares. */

export function errorAt(
  path: string,
  code: string,
  fact: string,
  wayOut: string,
  fixes: readonly Fix[] = [],
): Problem {
  return { severity: 'error', code, path, fact, wayOut, ...(fixes.length > 0 ? { fixes } : {}) }
}

export function warningAt(
  path: string,
  code: string,
  fact: string,
  wayOut: string,
  fixes: readonly Fix[] = [],
): Problem {
  return { ...errorAt(path, code, fact, wayOut, fixes), severity: 'warning' }
}

const listedWords = 24

/** "a, b, c and 3 more", each in quotes. */
export function listWords(words: readonly string[]): string {
  const listed = words.slice(0, listedWords).map(quote).join(', ')
  return words.length > listedWords ? `${listed} and ${words.length - listedWords} more` : listed
}

/** "did you mean "x"? There is "x", "y"": the nearest known word first, then all of them. */
export function wordWanted(word: string, known: readonly string[], noun: string): string {
  if (known.length === 0) return `there is no ${noun} to choose here`
  const begun = known.filter(
    (other) => word.length >= 3 && other.toLowerCase().startsWith(word.toLowerCase()),
  )
  const near = closest(word, known) ?? (begun.length === 1 ? begun[0] : undefined)
  const all = known.length === 1 ? `the ${noun} is ${quote(known[0])}` : `choose from ${listWords(known)}`
  return near === undefined ? all : `did you mean ${quote(near)}? ${all[0]?.toUpperCase()}${all.slice(1)}`
}

/** A number as a person would type it back, with its unit: "60000 ms". */
export function plainQuantity(value: number, unit: UnitId): string {
  const { symbol } = unitOf(unit)
  return symbol === '' ? String(value) : `${value} ${symbol}`
}

/** "1 – 60000 ms" */
export function rangeWords(min: number, max: number, unit: UnitId): string {
  return `${min} – ${plainQuantity(max, unit)}`
}

/** What a value is, for messages: "a list", "a mapping", "text", "a number". */
export function kindWords(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'object':
      return 'a mapping'
    case 'string':
      return `the text ${quote(value)}`
    case 'number':
      return `the number ${value}`
    case 'boolean':
      return `${value}`
    default:
      return `a ${typeof value}`
  }
}

/** A mapping of a document: an object of JSON's kind, not a list, not an instance of a class. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const proto: unknown = Object.getPrototypeOf(value)
  return proto === Object.prototype || proto === null
}

const refusedKeys: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor'])

/** Names that mean something to JavaScript itself are never fields. */
export function isRefusedKey(key: string): boolean {
  return refusedKeys.has(key)
}

export function refusedKeyAt(path: string, key: string): Problem {
  return errorAt(path, 'refused-key', `${quote(key)} cannot be a field`, 'remove it')
}

export function joinPath(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`
}
