import type { ParamInfo, PartInfo } from '../shared/documents/part.ts'
import type { MetricInfo } from '../shared/documents/run.ts'
import type { UnitId } from '../shared/units/unit.ts'

export function partsDocument(
  catalog: {
    readonly parts: readonly PartInfo[]
    readonly runParams: readonly ParamInfo[]
    readonly metrics: readonly MetricInfo[]
  },
  symbolOf: (unit: UnitId) => string,
): string
