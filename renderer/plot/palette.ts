/** The theme's colours as canvases need them: looked up by token, so that dark and light stay in one file. */
export type Palette = (token: string) => string

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const known = new Map<string, string>()
  return (token) => {
    const found = known.get(token) ?? style.getPropertyValue(token).trim()
    known.set(token, found)
    return found
  }
}

/** Red, green and blue of a colour written #rgb or #rrggbb (a build shortens what it can). */
export function rgb(colour: string): readonly [number, number, number] {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour)
  const digits = short ? short.slice(1).map((digit) => digit + digit) : colour.match(/[0-9a-f]{2}/gi)
  const [r = '80', g = '80', b = '80'] = digits ?? []
  return [parseInt(r, 16), parseInt(g, 16), parseInt(b, 16)]
}

/** A colour at an opacity, for fills under lines. */
export function faded(colour: string, opacity: number): string {
  const [r, g, b] = rgb(colour)
  return `rgb(${r} ${g} ${b} / ${Math.round(opacity * 100)}%)`
}

/** An opaque mix of a colour with what lies behind it. */
export function mixed(colour: string, behind: string, share: number): string {
  const [a, b] = [rgb(colour), rgb(behind)]
  const part = (c: 0 | 1 | 2) => Math.round(a[c] * share + b[c] * (1 - share))
  return `rgb(${part(0)} ${part(1)} ${part(2)})`
}
