import type { Lab } from '../../../shared/contract/lab.ts'
import { metricKindWords } from '../../../shared/figures/meaning.ts'
import { partFamilies, type ParamInfo, type PartInfo } from '../../../shared/documents/part.ts'
import { unitOf } from '../../../shared/units/unit.ts'
import { printJson, printLines, tableLines } from './terminal.ts'

/** `tierlab parts`: every part with its parameters, as the parts themselves declare them. */
export async function partsCommand(lab: Lab, json: boolean): Promise<void> {
  const { parts, studies, metrics } = await lab.catalog({})
  if (json) return printJson({ parts, studies, metrics })
  const lines = partFamilies.flatMap((family) => {
    const members = parts.filter((part) => part.family === family)
    return members.length === 0 ? [] : [family.toUpperCase(), '', ...members.flatMap(partLines)]
  })
  const runs = studies.flatMap(({ id, about, sections, runParams }) => [
    `STUDY ${id}: ${about}`,
    `  sections: run, ${sections.map(({ name }) => name).join(', ')}`,
    ...paramLines(runParams),
    '',
  ])
  const measured = metrics.map(({ name, unit, about, formula, kind }) =>
    ['  ' + name, unitOf(unit).symbol, formula, metricKindWords(kind), about]) // prettier-ignore
  printLines([...lines, ...runs, 'METRICS', '', ...tableLines(measured)])
}

function partLines(part: PartInfo): string[] {
  return [
    `${part.id}: ${part.title} (${part.engines.join(', ')})`,
    `  ${part.about}`,
    ...paramLines(part.params),
    ...part.sources.map((source) => `  source: ${source}`),
    '',
  ]
}

function paramLines(params: readonly ParamInfo[]): string[] {
  const rows = params.map((param) => [
    '  ' + param.name,
    defaultText(param),
    rangeText(param),
    param.label,
    `[${param.source}]`,
  ])
  return tableLines(rows)
}

function defaultText(param: ParamInfo): string {
  if (param.type === 'table') return `${param.default.length} rows`
  const unit = 'unit' in param ? unitOf(param.unit).symbol : ''
  return `${JSON.stringify(param.default)}${unit && ` ${unit}`}`
}

function rangeText(param: ParamInfo): string {
  switch (param.type) {
    case 'number':
    case 'integer':
      return `${param.min} – ${param.max}`
    case 'choice':
      return param.choices.map(({ value }) => value).join(' | ')
    case 'flag':
      return 'true | false'
    case 'table':
      return param.columns.map(({ name }) => name).join(', ')
    case 'text':
      return 'text'
    case 'file':
      return 'path'
  }
}
