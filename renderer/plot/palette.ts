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

export function rgb(colour: string): readonly [number, number, number] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
  return hex ? [parseInt(hex[1], 16), parseInt(hex[2], 16), parseInt(hex[3], 16)] : [128, 128, 128]
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
