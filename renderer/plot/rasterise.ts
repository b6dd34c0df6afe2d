/** A millimetre in CSS pixels. */
const pixelsPerMm = 96 / 25.4

/** An SVG document as PNG bytes, `scale` pixels to a CSS pixel. */
export async function rasterise(svg: string, scale: number): Promise<Uint8Array<ArrayBuffer>> {
  const size = (name: string) =>
    Number(new RegExp(`<svg[^>]* ${name}="([\\d.]+)mm"`).exec(svg)?.[1]) * pixelsPerMm
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(size('width') * scale)
  canvas.height = Math.round(size('height') * scale)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this window cannot draw')
  const image = new Image()
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    image.src = url
    await image.decode()
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
  } finally {
    URL.revokeObjectURL(url)
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('the picture is too large for this window; choose a smaller one, or SVG')
  return new Uint8Array(await blob.arrayBuffer())
}
