/** Places in a setup as problems name them: `policy.hot_threshold_ms`, `machine.nodes.0.capacityGiB`. */
export function pathSteps(path: string): readonly (string | number)[] {
  // What a schedule sets is named by a path of its own, which is one key.
  const change = /^(schedule\.\d+\.set)\.(.+)$/.exec(path)
  if (change) return [...pathSteps(change[1]), change[2]]
  const words = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  return words.filter((word) => word !== '').map((word) => (/^\d+$/.test(word) ? Number(word) : word))
}

export function samePath(a: string, b: string): boolean {
  return pathSteps(a).join('.') === pathSteps(b).join('.')
}

/** Is `inner` this place or one within it? */
export function within(outer: string, inner: string): boolean {
  const outerSteps = pathSteps(outer)
  const innerSteps = pathSteps(inner)
  return outerSteps.every((step, i) => innerSteps[i] === step)
}

export function valueAt(document: unknown, path: string): unknown {
  let value = document
  for (const step of pathSteps(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

/** Sets a value in a draft, or removes the field for `undefined`. Missing objects on the way are made. */
export function setAt(draft: unknown, path: string, value: unknown): void {
  const steps = pathSteps(path)
  const last = steps.at(-1)
  if (last === undefined) return
  let place = draft as Record<string | number, unknown>
  for (const step of steps.slice(0, -1)) {
    if (!Object.hasOwn(place, step)) place[step] = {}
    place = place[step] as Record<string | number, unknown>
  }
  if (value === undefined) Reflect.deleteProperty(place, last)
  else place[last] = value
}
