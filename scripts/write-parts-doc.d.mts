import type { PartInfo } from '../shared/documents/part.ts'
import type { MetricInfo } from '../shared/documents/run.ts'
import type { StudyInfo } from '../shared/documents/studies/studies.ts'
import type { UnitId } from '../shared/units/unit.ts'

export function partsDocument(
  catalog: {
    readonly parts: readonly PartInfo[]
    readonly studies: readonly StudyInfo[]
    readonly metrics: readonly MetricInfo[]
  },
  symbolOf: (unit: UnitId) => string,
): string
