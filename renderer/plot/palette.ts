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
  return hex ? [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)] : [128, 128, 128]
}

/** A colour at an opacity, for fills under lines. */
export function faded(colour: string, opacity: number): string {
  const [r, g, b] = rgb(colour)
  return `rgb(${r} ${g} ${b} / ${Math.round(opacity * 100)}%)`
}
