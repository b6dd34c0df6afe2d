import { Document, isMap, isSeq, visit } from 'yaml'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { interventionInfo } from '../../shared/documents/forks/intervention.ts'
import type { ParamInfo, ParamValue, ParamValues, PartInfo } from '../../shared/documents/part.ts'
import { choiceIn, partChosen, studyOf } from '../../shared/documents/studies/studies.ts'
import { withoutDefaults } from '../../shared/documents/without-defaults.ts'

/** A setup as text for people and git: always in the same order, and only what differs from the defaults. */
export function writeSetup(setup: ExperimentSetup, parts: readonly PartInfo[]): string {
  const short = withoutDefaults(setup, parts)
  const text: Record<string, unknown> = { format: short.format, study: short.study, name: short.name }
  if (short.about !== undefined) text.about = short.about
  const { sections, runParams } = studyOf(short)
  const run = inOrder(short.run, runParams)
  if (Object.keys(run).length > 0) text.run = run
  for (const section of sections) {
    const { kind, ...fields } = choiceIn(short, section.name) ?? { kind: '' }
    const part = partChosen(section, { kind }, parts)
    text[section.name] = { kind, ...inOrder(fields, part?.params ?? []) }
  }
  if (short.schedule !== undefined)
    text.schedule = short.schedule.map((entry) => {
      const { id } = interventionInfo(entry)
      return { atSec: entry.atSec, [id]: entry[id] }
    })
  if (short.sweep !== undefined) text.sweep = short.sweep.map(({ path, values }) => ({ path, values }))
  return print(text)
}

function inOrder(fields: ParamValues, params: readonly ParamInfo[]): Record<string, unknown> {
  const declared = params.filter((info) => Object.hasOwn(fields, info.name))
  const names = new Set(declared.map((info) => info.name))
  return Object.fromEntries([
    ...declared.map((info) => [info.name, spelt(info, fields[info.name])]),
    ...Object.entries(fields).filter(([name]) => !names.has(name)),
  ])
}

/** Choices that are numbers are written without quotes: `scale: 8`. */
function spelt(info: ParamInfo, value: ParamValue): unknown {
  if (info.type === 'choice' && typeof value === 'string' && /^(0|[1-9]\d{0,8})$/.test(value))
    return Number(value)
  if (info.type !== 'table' || !Array.isArray(value)) return value
  return value.map((row) => inOrder(row as ParamValues, info.columns))
}

/** Rows of tables and entries of the schedule stand on one line each. */
function print(value: Readonly<Record<string, unknown>>): string {
  const document = new Document(value, { version: '1.2', aliasDuplicateObjects: false })
  visit(document, {
    Seq(_key, list) {
      for (const item of list.items) if (isMap(item) || isSeq(item)) item.flow = true
    },
  })
  return document.toString({ lineWidth: 110, flowCollectionPadding: true })
}
