import type { ExperimentSetup } from '../../../shared/documents/experiment.ts'
import { isAskedFor, resolveFields } from '../../../shared/documents/param-value.ts'
import type { ParamInfo, ParamScalar, PartInfo, TableParam } from '../../../shared/documents/part.ts'
import { readAs } from '../../../shared/documents/set-path.ts'
import { choiceIn, partChosen, partsFor, studyOf } from '../../../shared/documents/studies/studies.ts'
import { parseQuantity } from '../../../shared/units/parse.ts'

type ScalarInfo = Exclude<ParamInfo, TableParam>

/** A field that a sweep can run through. */
export interface SweptField {
  readonly path: string
  readonly label: string
  /** Absent for the choice of a part. */
  readonly info?: ScalarInfo
  /** The ids that the choice of a part can have. */
  readonly kinds?: readonly string[]
  /** What the setup says now. */
  readonly now: ParamScalar
}

/** The fields of one section of the setup, under its title. */
export interface SweptSection {
  readonly title: string
  readonly fields: readonly SweptField[]
}

/** Every field that the setup asks for and that has a single value, section by section; the choice of a part first. */
export function sweptSections(setup: ExperimentSetup, parts: readonly PartInfo[]): readonly SweptSection[] {
  const { sections, runParams } = studyOf(setup)
  const { engine } = resolveFields(runParams, setup.run ?? {})
  const ofParts = sections.map((section) => {
    const choice = choiceIn(setup, section.name) ?? { kind: '' }
    const kind: SweptField = {
      path: `${section.name}.kind`,
      label: section.title,
      kinds: partsFor(section, parts)
        .filter(({ engines }) => engine === undefined || engines.some((known) => known === engine))
        .map(({ id }) => id),
      now: choice.kind,
    }
    const params = partChosen(section, choice, parts)?.params ?? []
    return { title: section.title, fields: [kind, ...fieldsOf(section.name, params, choice)] }
  })
  return [...ofParts, { title: 'Run', fields: fieldsOf('run', runParams, setup.run ?? {}) }]
}

function fieldsOf(
  section: string,
  params: readonly ParamInfo[],
  fields: Readonly<Record<string, unknown>>,
): SweptField[] {
  return params.flatMap((info) => {
    if (info.type === 'table' || !isAskedFor(info, params, fields)) return []
    const now = (fields[info.name] ?? info.default) as ParamScalar
    return [{ path: `${section}.${info.name}`, label: info.label, info, now }]
  })
}

/** What an axis of a field begins with: every choice of it, or half, once and twice what it is now. */
export function firstValues({ info, now }: SweptField): readonly ParamScalar[] {
  if (info?.type === 'flag') return [false, true]
  if (info?.type === 'choice') return info.choices.map(({ value }) => value)
  if (info?.type !== 'number' && info?.type !== 'integer') return [now]
  const read = typeof now === 'string' ? parseQuantity(now, info.unit) : undefined
  const middle = read === undefined ? Number(now) : read.ok ? read.value : NaN
  if (!(middle > 0)) return [now]
  const { min, max, type } = info
  const around = [middle / 2, middle, middle * 2].map((value) =>
    type === 'integer' ? Math.round(value) : value,
  )
  return [...new Set(around)].filter((value) => value >= min && value <= max)
}

/** Values as they are typed, with commas between; a quantity keeps its unit ("16 GiB", "10 %"). */
export function valuesFrom(text: string, field: SweptField | undefined): readonly ParamScalar[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => (field?.info ? (readAs(field.info, word) as ParamScalar) : word))
}

export function valuesText(values: readonly ParamScalar[]): string {
  return values.map(String).join(', ')
}
