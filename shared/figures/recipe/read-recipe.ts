import { isPng, recipeOfPng } from './png-recipe.ts'
import type { FigureRecipe } from '../../documents/figure/figure-recipe.ts'
import { recipeOfSvg } from './svg-recipe.ts'

/** The recipe in the bytes of a figure file; undefined where there is none. Never throws, whatever the bytes. */
export function readRecipe(bytes: Uint8Array): FigureRecipe | undefined {
  return isPng(bytes) ? recipeOfPng(bytes) : recipeOfSvg(new TextDecoder().decode(bytes))
}
