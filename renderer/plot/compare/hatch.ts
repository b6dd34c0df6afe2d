const patterns = new Map<string, CanvasPattern | null>()

/** Slanted lines in a colour: "worse" is a pattern as well as a colour. */
export function hatch(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const known = patterns.get(colour)
  if (known) return known
  const tile = document.createElement('canvas')
  tile.width = tile.height = 5
  const own = tile.getContext('2d')
  if (!own) return colour
  own.strokeStyle = colour
  own.lineWidth = 1.4
  own.beginPath()
  for (const shift of [-5, 0, 5]) {
    own.moveTo(shift, 5)
    own.lineTo(shift + 5, 0)
  }
  own.stroke()
  const made = context.createPattern(tile, 'repeat')
  patterns.set(colour, made)
  return made ?? colour
}
