/**
 * Transcendental functions whose every bit is the same on every V8. `Math.exp`, `log`, `pow` and `sin`
 * differ in the last bits between versions, so the engine takes these pure-JavaScript ports instead.
 * `Math.sqrt`, `floor`, `imul` and the four operations are exact by IEEE 754 and are used as they are.
 */
import stdlibExp from '@stdlib/math-base-special-exp'
import stdlibLn from '@stdlib/math-base-special-ln'
import stdlibPow from '@stdlib/math-base-special-pow'

export const exp: (x: number) => number = stdlibExp
export const ln: (x: number) => number = stdlibLn
export const pow: (base: number, exponent: number) => number = stdlibPow

/** Whole square root, rounded down, as the kernel's `int_sqrt`. */
export function wholeSqrt(x: number): number {
  return Math.floor(Math.sqrt(x))
}
