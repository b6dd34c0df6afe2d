import { quote } from '../base/text.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type { ExperimentSetup } from './experiment.ts'
import { checkParam } from './param-check.ts'
import { errorAt, isMapping, wordWanted } from './param-problem.ts'
import type { ParamInfo, ParamRow, ParamValue, ParamValues, PartInfo, TableParam } from './part.ts'
import type { Problem } from './problem.ts'
import { choiceIn, partChosen, partsFor, studyOf, withChoice, type SectionInfo } from './studies/studies.ts'

type Changed = Result<ExperimentSetup, Problem>

/**
 * The setup with one field changed, by path: `policy.kind`, `policy.hot_threshold_ms`, `run.seed` or just `seed`,
 * `machine.nodes.0.capacityGiB`, `name`, `about`, `schedule` (the whole list). Text is read as the field wants it
 * ("250", "true", "16 GiB"). Fails only where there is no such field or part; whether the value is a good one is for
 * `checkSetup` to say. A new `kind` keeps the fields that the new part has too and accepts, and drops the others.
 */
export function setPath(
  setup: ExperimentSetup,
  path: string,
  value: unknown,
  parts: readonly PartInfo[],
): Changed {
  const dot = path.indexOf('.')
  const head = dot < 0 ? path : path.slice(0, dot)
  const rest = dot < 0 ? '' : path.slice(dot + 1)
  const { sections, runParams } = studyOf(setup)
  const section = sections.find(({ name }) => name === head)
  if (section !== undefined && rest !== '') return setPartField(setup, section, rest, value, parts)
  if (head === 'run' && rest !== '') return setRunField(setup, rest, value, path)
  if (dot < 0 && runParams.some((info) => info.name === path)) return setRunField(setup, path, value, path)
  if (path === 'name' || path === 'about') return ok({ ...setup, [path]: String(value) })
  if (path === 'schedule')
    return ok({ ...setup, schedule: value as NonNullable<ExperimentSetup['schedule']> })
  if (path === 'sweep') return ok({ ...setup, sweep: sweepFrom(value) })
  return fail(noSuchPath(path, setup, parts))
}

/** Every path that `setPath` takes for this setup, tables as a whole. */
export function settablePaths(setup: ExperimentSetup, parts: readonly PartInfo[]): string[] {
  const { sections, runParams } = studyOf(setup)
  const ofParts = sections.flatMap((section) => {
    const { name } = section
    const part = partChosen(section, choiceIn(setup, name), parts)
    return [`${name}.kind`, ...(part?.params ?? []).map((info) => `${name}.${info.name}`)]
  })
  return ['name', 'about', ...runParams.map((info) => `run.${info.name}`), ...ofParts, 'schedule', 'sweep']
}

function noSuchPath(path: string, setup: ExperimentSetup, parts: readonly PartInfo[]): Problem {
  const known = [...settablePaths(setup, parts), ...studyOf(setup).runParams.map((info) => info.name)]
  return errorAt(
    path,
    'unknown-path',
    `there is no field ${quote(path)} to set`,
    wordWanted(path, known, 'field'),
  )
}

function setRunField(setup: ExperimentSetup, name: string, value: unknown, path: string): Changed {
  const { runParams } = studyOf(setup)
  const info = runParams.find((known) => known.name === name)
  if (info === undefined) {
    const words = runParams.map((known) => known.name)
    return fail(
      errorAt(path, 'unknown-path', `"run" has no field ${quote(name)}`, wordWanted(name, words, 'field')),
    )
  }
  return ok({ ...setup, run: { ...setup.run, [name]: readAs(info, value) } })
}

function setPartField(
  setup: ExperimentSetup,
  section: SectionInfo,
  rest: string,
  value: unknown,
  parts: readonly PartInfo[],
): Changed {
  const path = `${section.name}.${rest}`
  if (rest === 'kind') return setKind(setup, section, value, parts)
  const choice = choiceIn(setup, section.name) ?? { kind: '' }
  const part = partChosen(section, choice, parts)
  const [name = '', ...steps] = rest.split('.')
  const info = part?.params.find((known) => known.name === name)
  if (part === undefined || info === undefined) {
    const words = ['kind', ...(part?.params ?? []).map((known) => known.name)]
    const fact = `the ${section.name} ${quote(choice.kind)} has no field ${quote(name)}`
    return fail(errorAt(path, 'unknown-path', fact, wordWanted(name, words, 'field')))
  }
  if (steps.length === 0)
    return ok(withChoice(setup, section.name, { ...choice, [name]: readAs(info, value) }))
  if (info.type !== 'table') {
    return fail(
      errorAt(path, 'unknown-path', `${quote(name)} has no parts`, `set ${quote(`${section.name}.${name}`)}`),
    )
  }
  const rows = withCell(info, Object.hasOwn(choice, name) ? choice[name] : info.default, steps, value, path)
  return rows.ok ? ok(withChoice(setup, section.name, { ...choice, [name]: rows.value })) : rows
}

function withCell(
  info: TableParam,
  given: ParamValue | undefined,
  steps: readonly string[],
  value: unknown,
  path: string,
): Result<readonly ParamRow[], Problem> {
  const rows = Array.isArray(given) ? (given as readonly ParamRow[]) : info.default
  const [index = '', name = ''] = steps
  const row = /^\d{1,6}$/.test(index) ? rows[Number(index)] : undefined
  if (row === undefined || !isMapping(row)) {
    const fact = `${quote(info.name)} has no row ${quote(index)}`
    const wayOut = rows.length === 0 ? 'it has no rows' : `its rows are 0 to ${rows.length - 1}`
    return fail(errorAt(path, 'unknown-path', fact, wayOut))
  }
  const column = steps.length === 2 ? info.columns.find((known) => known.name === name) : undefined
  if (column === undefined) {
    const fact = `a row of ${quote(info.name)} has no field ${quote(steps.slice(1).join('.'))}`
    const words = info.columns.map((known) => known.name)
    return fail(errorAt(path, 'unknown-path', fact, wordWanted(name, words, 'field')))
  }
  const changed = { ...row, [name]: readAs(column, value) } as ParamRow
  return ok(rows.map((old, i) => (i === Number(index) ? changed : old)))
}

function setKind(
  setup: ExperimentSetup,
  section: SectionInfo,
  value: unknown,
  parts: readonly PartInfo[],
): Changed {
  const part = partChosen(section, { kind: value }, parts)
  if (part === undefined) {
    const ids = partsFor(section, parts).map((known) => known.id)
    const fact = `there is no ${section.name} ${quote(value)}`
    const path = `${section.name}.kind`
    return fail(errorAt(path, 'unknown-kind', fact, wordWanted(String(value), ids, 'kind')))
  }
  const old: ParamValues = choiceIn(setup, section.name) ?? {}
  const kept = part.params.filter(
    (info) => Object.hasOwn(old, info.name) && checkParam(info, old[info.name], info.name).length === 0,
  )
  const fields = Object.fromEntries(kept.map((info) => [info.name, old[info.name]]))
  return ok(withChoice(setup, section.name, { kind: part.id, ...fields }))
}

const words: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
}

/** Text from a command line or a form as the field’s own type; a quantity with a unit stays as it was written. */
export function readAs(info: ParamInfo, value: unknown): ParamValue {
  if (typeof value !== 'string') return value as ParamValue
  const text = value.trim()
  switch (info.type) {
    case 'number':
    case 'integer':
      return text !== '' && Number.isFinite(Number(text)) && /^[+-]?[\d.]/.test(text) ? Number(text) : text
    case 'flag':
      return Object.hasOwn(words, text) ? words[text] : text
    case 'choice':
      return text
    case 'table':
      return readRows(text)
    case 'text':
    case 'file':
      return value
  }
}

function sweepFrom(value: unknown): NonNullable<ExperimentSetup['sweep']> {
  const read: unknown = typeof value === 'string' ? readRows(value) : value
  return read as NonNullable<ExperimentSetup['sweep']>
}

/** A whole table on a command line is JSON. */
function readRows(text: string): ParamValue {
  try {
    return JSON.parse(text) as ParamValue
  } catch {
    return text
  }
}
