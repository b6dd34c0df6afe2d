import type { ExperimentSetup } from '../../../shared/documents/experiment.ts'
import { isDefault } from '../../../shared/documents/param-value.ts'
import type { PartInfo } from '../../../shared/documents/part.ts'
import { choiceIn, partChosen, studyOf } from '../../../shared/documents/studies/studies.ts'

export interface ChangedField {
  readonly path: string
  readonly label: string
  readonly section: string
}

/** The fields of a setup that are not at their default, section by section. */
export function changedFields(setup: ExperimentSetup, parts: readonly PartInfo[]): readonly ChangedField[] {
  const { sections, runParams } = studyOf(setup)
  const all = [
    { section: 'run', params: runParams, fields: setup.run ?? {} },
    ...sections.map((info) => {
      const choice = choiceIn(setup, info.name)
      const params = partChosen(info, choice, parts)?.params ?? []
      return { section: info.name, params, fields: choice ?? {} }
    }),
  ]
  return all.flatMap(({ section, params, fields }: Section) =>
    params
      .filter((info) => Object.hasOwn(fields, info.name) && !isDefault(info, fields[info.name]))
      .map((info) => ({ path: `${section}.${info.name}`, label: info.label, section })),
  )
}

interface Section {
  readonly section: string
  readonly params: PartInfo['params']
  readonly fields: Readonly<Record<string, unknown>>
}
