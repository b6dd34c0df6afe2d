import { parseRecipe, type FigureRecipe } from '../../documents/figure/figure-recipe.ts'

const opening = '<metadata id="tierlab-recipe">'
const closing = '</metadata>'

/** Written without "<", ">" and "&", so that no drawing program's re-escaping can hurt it. */
export function recipeElement(recipe: FigureRecipe): string {
  return `${opening}${recipeText(recipe)}${closing}`
}

export function recipeText(recipe: FigureRecipe): string {
  const code = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(recipe).replace(/[<>&\u0080-\uffff]/g, code)
}

export function recipeOfSvg(text: string): FigureRecipe | undefined {
  const start = text.search(/<metadata[^>]*\bid="tierlab-recipe"[^>]*>/)
  if (start < 0) return undefined
  const from = text.indexOf('>', start) + 1
  const end = text.indexOf(closing, from)
  if (end < 0) return undefined
  return parseRecipe(text.slice(from, end).replaceAll('&quot;', '"').trim())
}
