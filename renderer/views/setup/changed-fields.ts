import { partSections, runParams, type ExperimentSetup } from '../../../shared/documents/experiment.ts'
import { isDefault } from '../../../shared/documents/param-value.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'

export interface ChangedField {
  readonly path: string
  readonly label: string
  readonly section: (typeof partSections)[number] | 'run'
}

/** The fields of a setup that are not at their default, section by section. */
export function changedFields(setup: ExperimentSetup, parts: readonly PartInfo[]): readonly ChangedField[] {
  const sections = ['run', ...partSections] as const
  return sections.flatMap((section) => {
    const fields: Readonly<Record<string, unknown>> = setup[section] ?? {}
    const params = section === 'run' ? runParams : paramsOf(parts, section, fields.kind)
    return params
      .filter((info) => Object.hasOwn(fields, info.name) && !isDefault(info, fields[info.name]))
      .map((info) => ({ path: `${section}.${info.name}`, label: info.label, section }))
  })
}

function paramsOf(parts: readonly PartInfo[], family: string, kind: unknown): readonly ParamInfo[] {
  return parts.find((part) => part.family === family && part.id === kind)?.params ?? []
}
