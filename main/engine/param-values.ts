import type {
  FlagParam,
  NumberParam,
  ParamInfo,
  ParamRow,
  ParamValues,
  TableParam,
} from '../../shared/documents/part.ts'

type ValueOf<P extends ParamInfo> = P extends NumberParam
  ? number
  : P extends FlagParam
    ? boolean
    : P extends TableParam
      ? readonly ParamRow[]
      : string

/** The values of a declared list of parameters, typed by the declaration itself. */
export type ValuesOf<List extends readonly ParamInfo[]> = {
  readonly [P in List[number] as P['name']]: ValueOf<P>
}

/** Values of a resolved part as its own declaration types them. The plan was checked against that declaration. */
export function valuesOf<const List extends readonly ParamInfo[]>(
  _params: List,
  values: ParamValues,
): ValuesOf<List> {
  return values as unknown as ValuesOf<List>
}

/** The same declarations with other defaults, for parts that share fields. */
export function withDefaults<const List extends readonly ParamInfo[]>(
  params: List,
  defaults: Readonly<Partial<Record<List[number]['name'], number | boolean | string>>>,
): List {
  const changed = params.map((info) =>
    info.name in defaults ? { ...info, default: defaults[info.name as keyof typeof defaults] } : info,
  )
  return changed as unknown as List
}
