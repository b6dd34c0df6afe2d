import { parseRecipe, type FigureRecipe } from '../../documents/figure/figure-recipe.ts'
import { recipeText } from './svg-recipe.ts'

/**
 * A PNG is a signature and chunks: length, type, data, CRC-32 of type and data, all big-endian (PNG specification, third
 * edition, sections 5 and 11.3.3). The recipe is a tEXt chunk with keyword "tierlab" before the last chunk; its text is ASCII.
 */
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const keyword = 'tierlab\0'
const endChunkBytes = 12

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, i) => bytes[i] === byte)
}

/** The same picture with its recipe. Throws nothing: what is no PNG comes back as it is. */
export function withRecipe(png: Uint8Array, recipe: FigureRecipe): Uint8Array<ArrayBuffer> {
  if (!isPng(png) || png.length < signature.length + endChunkBytes) return png.slice()
  const chunk = textChunk(keyword + recipeText(recipe))
  const cut = png.length - endChunkBytes
  const joined = new Uint8Array(png.length + chunk.length)
  joined.set(png.subarray(0, cut))
  joined.set(chunk, cut)
  joined.set(png.subarray(cut), cut + chunk.length)
  return joined
}

export function recipeOfPng(png: Uint8Array): FigureRecipe | undefined {
  if (!isPng(png)) return undefined
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  for (let at = signature.length; at + endChunkBytes <= png.length;) {
    const length = view.getUint32(at)
    const data = at + 8
    if (data + length + 4 > png.length) return undefined
    const text = ascii(png.subarray(at + 4, data)) === 'tEXt' ? ascii(png.subarray(data, data + length)) : ''
    if (text.startsWith(keyword)) return parseRecipe(text.slice(keyword.length))
    at = data + length + 4
  }
  return undefined
}

function textChunk(text: string): Uint8Array {
  const chunk = new Uint8Array(endChunkBytes + text.length)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, text.length)
  for (let i = 0; i < text.length + 4; i++) chunk[4 + i] = `tEXt${text}`.charCodeAt(i)
  view.setUint32(8 + text.length, crc32(chunk.subarray(4, 8 + text.length)))
  return chunk
}

function ascii(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return text
}

function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
