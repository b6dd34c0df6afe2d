import type { PlacedProblem, ReadSetup } from '../../shared/contract/lab.ts'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import {
  setupFormat, type ExperimentSetup, type SweepAxis,
} from '../../shared/documents/experiment.ts' // prettier-ignore
import { interventionKinds, type Intervention } from '../../shared/documents/forks/intervention.ts'
import { isMapping, isRefusedKey } from '../../shared/documents/param-problem.ts'
import type { ParamInfo, ParamValue, ParamValues, PartChoice, PartInfo } from '../../shared/documents/part.ts'
import { findStudy, partsFor } from '../../shared/documents/studies/studies.ts'
import { parseQuantity } from '../../shared/units/parse.ts'
import { readYamlTree } from './yaml-tree.ts'

const shownProblems = 100

type Fields = Readonly<Record<string, unknown>>

/**
 * YAML text to a setup, with everything that is wrong with it by line, first line first. The setup is there where
 * the text has the shape of one, so that a form can show a value that is out of its range; it may run only where
 * no problem is an error. Never throws, whatever the text.
 */
export function readSetup(text: string, parts: readonly PartInfo[]): ReadSetup {
  const tree = readYamlTree(text)
  if (tree.problems.length > 0) return { problems: tree.problems }
  const problems = checkSetup(tree.value, parts)
    .slice(0, shownProblems)
    .map((problem): PlacedProblem => {
      const line = tree.lineOf(problem.path)
      return line === undefined ? problem : { ...problem, line }
    })
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  const setup = shapeOf(tree.value, parts)
  return setup === undefined ? { problems } : { setup, problems }
}

/** The value as a setup, words in their fields' types; `undefined` where its shape is another. */
function shapeOf(value: unknown, parts: readonly PartInfo[]): ExperimentSetup | undefined {
  if (!isMapping(value) || value.format !== setupFormat) return undefined
  const study = findStudy(value.study)
  if (study === undefined) return undefined
  if (Object.keys(value).some(isRefusedKey)) return undefined
  const name = wordOf(value.name)
  const about = value.about === undefined ? undefined : wordOf(value.about)
  const run = value.run === undefined ? {} : fieldsOf(value.run, study.runParams)
  const choices = study.sections.map(
    (section) => [section.name, choiceOf(value[section.name], partsFor(section, parts))] as const,
  )
  const schedule =
    value.schedule === undefined
      ? undefined
      : scheduleOf(
          value.schedule,
          parts.filter(({ family }) => family === 'policy'),
        )
  const sweep = value.sweep === undefined ? undefined : sweepOf(value.sweep)
  if (name === undefined || run === undefined || choices.some(([, choice]) => choice === undefined))
    return undefined
  if ((value.about !== undefined && about === undefined) || schedule === 'not a schedule') return undefined
  if (sweep === 'not a sweep') return undefined
  return {
    format: setupFormat,
    study: study.id,
    name,
    ...(about === undefined ? {} : { about }),
    run,
    ...Object.fromEntries(choices),
    ...(schedule === undefined ? {} : { schedule }),
    ...(sweep === undefined ? {} : { sweep }),
  } as ExperimentSetup
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined
}

function choiceOf(value: unknown, family: readonly PartInfo[]): PartChoice | undefined {
  if (!isMapping(value) || typeof value.kind !== 'string') return undefined
  const part = family.find((known) => known.id === value.kind)
  const fields = fieldsOf(value, part?.params ?? [])
  return fields === undefined ? undefined : { ...fields, kind: value.kind }
}

function fieldsOf(value: unknown, params: readonly ParamInfo[]): ParamValues | undefined {
  if (!isMapping(value)) return undefined
  const fields: [string, ParamValue][] = []
  for (const [name, field] of Object.entries(value)) {
    const typed = valueOf(
      field,
      params.find((info) => info.name === name),
    )
    if (typed === undefined || isRefusedKey(name)) return undefined
    fields.push([name, typed])
  }
  return Object.fromEntries(fields)
}

/** "scale: 64" and "idColumn: 2" are words to the document, whatever they are to YAML. */
function valueOf(value: unknown, info: ParamInfo | undefined): ParamValue | undefined {
  if (Array.isArray(value)) {
    const rows = value.map((row: unknown) => rowOf(row, info?.type === 'table' ? info.columns : []))
    return rows.every((row) => row !== undefined) ? rows : undefined
  }
  if (typeof value === 'number')
    return info?.type === 'choice' || info?.type === 'text' ? String(value) : value
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined
}

function rowOf(
  row: unknown,
  columns: readonly ParamInfo[],
): Readonly<Record<string, string | number | boolean>> | undefined {
  const fields: Fields | undefined = fieldsOf(row, columns)
  if (fields === undefined || Object.values(fields).some((cell) => typeof cell === 'object')) return undefined
  return fields as Readonly<Record<string, string | number | boolean>>
}

function scheduleOf(
  value: unknown,
  policies: readonly PartInfo[],
): readonly Intervention[] | 'not a schedule' {
  if (!Array.isArray(value)) return 'not a schedule'
  const entries: Intervention[] = []
  for (const entry of value as unknown[]) {
    if (!isMapping(entry)) return 'not a schedule'
    const atSec = parseQuantity(entry.atSec, 's')
    const kind = interventionKinds.find(({ id }) => entry[id] !== undefined)
    if (!atSec.ok || kind === undefined) return 'not a schedule'
    const given = entry[kind.id]
    const what = kind.id === 'policy' ? choiceOf(given, policies) : fieldsOf(given, kind.params)
    if (what === undefined) return 'not a schedule'
    entries.push({ atSec: atSec.value, [kind.id]: what })
  }
  return entries
}

function sweepOf(value: unknown): readonly SweepAxis[] | 'not a sweep' {
  if (!Array.isArray(value)) return 'not a sweep'
  const axes: SweepAxis[] = []
  for (const axis of value as unknown[]) {
    if (!isMapping(axis) || typeof axis.path !== 'string' || !Array.isArray(axis.values)) return 'not a sweep'
    const values = axis.values as unknown[]
    if (values.some((one) => typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean'))
      return 'not a sweep'
    axes.push({ path: axis.path, values: values as SweepAxis['values'] })
  }
  return axes
}
