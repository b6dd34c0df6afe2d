/** Plain documents as text in the file. JSON, with a word for the numbers JSON has none for. */

const wordOf = new Map<number, string>([
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
])

export function toStored(document: unknown): string {
  const text = JSON.stringify(document, (_, value: unknown) => {
    if (typeof value !== 'number' || Number.isFinite(value)) return value
    return { $number: wordOf.get(value) ?? 'NaN' }
  })
  return text ?? 'null'
}

export function fromStored<T>(text: unknown): T {
  const json = String(text)
  // Going through every value takes several times as long as reading, and hardly any text has a word.
  if (!json.includes('"$number"')) return JSON.parse(json) as T
  return JSON.parse(json, (_, value: unknown) => (isWord(value) ? Number(value.$number) : value)) as T
}

function isWord(value: unknown): value is { $number: string } {
  return typeof value === 'object' && value !== null && '$number' in value && Object.keys(value).length === 1
}
