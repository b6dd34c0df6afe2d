// Writes docs/parts.md from what the parts say of themselves, as `tierlab parts` does:
//   node scripts/write-parts-doc.mjs
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './build-id.mjs'
import { useNewEnoughNode } from './pinned-node.mjs'

const FAMILIES = {
  machine: 'Machines',
  workload: 'Workloads',
  policy: 'Policies',
  mechanism: 'Mechanisms',
  zone: 'Zones',
  'zone-workload': 'Workloads of a zone',
  trigger: 'Triggers of compaction',
  compactor: 'Compactors',
}

/** The whole page. Takes what `tierlab parts --json` prints, and how a unit is written. */
export function partsDocument({ parts, studies, metrics }, symbolOf) {
  return [
    '# Parts\n',
    'This page is made by `node scripts/write-parts-doc.mjs` from the declarations in the parts’ own files; a test holds it to',
    'them. `npm run -s tierlab -- parts` prints the same. Words are explained in the [glossary](glossary.md), figures in',
    '[sources](sources.md). A field marked *live* can be changed during a run by a schedule.',
    ...Object.entries(FAMILIES)
      .filter(([family]) => parts.some((part) => part.family === family))
      .flatMap(([family, title]) => [
        `\n## ${title}`,
        ...parts.filter((part) => part.family === family).map((part) => partText(part, symbolOf)),
      ]),
    ...studies.flatMap(({ id, title, about, sections, runParams, settings }) => [
      `\n## The study ${id}\n\n**${title}.** ${about} Sections: ${sections.map(({ name }) => `\`${name}\``).join(', ')}, and \`run\`:\n`,
      ...table(runParams, symbolOf),
      ...settings.map(settingsText),
    ]),
    '\n## What a run is summed up to\n',
    '| metric | unit | of the run | what it is | formula |',
    '| --- | --- | --- | --- | --- |',
    ...metrics.map(
      ({ name, unit, kind, about, formula }) =>
        `| \`${name}\` | ${cell(symbolOf(unit)) || '–'} | ${kind} | ${cell(about)} | ${cell(formula)} |`,
    ),
    '',
  ].join('\n')
}

function partText({ id, title, about, engines, params, fidelity, sources }, symbolOf) {
  return [
    `\n### ${id}`,
    `\n**${title}.** ${about} Engines: ${engines.join(', ')}.\n`,
    ...(params.length > 0 ? [...table(params, symbolOf), ''] : []),
    ...params.filter(({ type }) => type === 'table').flatMap((param) => rowFields(param, symbolOf)),
    ...cardLines(fidelity, sources),
  ].join('\n')
}

/** Fields of `run` with a model of their own; the fields are in the table of the study. */
function settingsText({ id, title, about, engines, params, when, fidelity, sources }) {
  const fields = params.map(({ name }) => `\`${name}\``).join(', ')
  return [
    `\n### ${id}`,
    `\n**${title}.** ${about} Where \`run.${when.name}\` is ${when.is.join(' or ')}. Fields of \`run\`: ${fields}. Engines: ${engines.join(', ')}.\n`,
    ...cardLines(fidelity, sources),
  ].join('\n')
}

function cardLines({ models, approximates, leavesOut }, sources) {
  const cards = { Models: models, Approximates: approximates, 'Leaves out': leavesOut, Sources: sources }
  return Object.entries(cards)
    .filter(([, entries]) => entries.length > 0)
    .map(([word, entries]) => `- *${word}:* ${entries.join('; ')}.`)
}

function rowFields({ name, columns }, symbolOf) {
  return [`Each row of \`${name}\`:\n`, ...table(columns, symbolOf), '']
}

function table(params, symbolOf) {
  return [
    '| field | default | range | what it does | source |',
    '| --- | --- | --- | --- | --- |',
    ...params.map((param) => {
      const name = `\`${param.name}\`${param.live ? ' *live*' : ''}`
      const about = `${param.label}. ${param.about}`
      return `| ${[name, defaultText(param, symbolOf), rangeText(param), about, param.source].map(cell).join(' | ')} |`
    }),
  ]
}

function defaultText({ type, unit, default: value }, symbolOf) {
  if (type === 'table') return `${value.length} rows`
  if (value === '') return 'empty'
  const symbol = unit === undefined ? '' : symbolOf(unit)
  return `${value}${symbol && ` ${symbol}`}`
}

function rangeText({ type, min, max, choices }) {
  if (type === 'number' || type === 'integer') return `${min} – ${max}`
  if (type === 'choice') return choices.map(({ value }) => value).join(', ')
  return { flag: 'true, false', table: 'rows', file: 'a path', text: 'text' }[type]
}

/** A cell must neither end nor begin another. */
function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  useNewEnoughNode()
  const { parts, metrics } = await import('../main/engine/catalog.ts')
  const { studies } = await import('../shared/documents/studies/studies.ts')
  const { unitOf } = await import('../shared/units/unit.ts')
  const text = partsDocument({ parts, studies, metrics }, (unit) => unitOf(unit).symbol)
  writeFileSync(join(root, 'docs/parts.md'), text)
}
