/** Light or dark: as the system says until the person chooses. */
export type ThemeChoice = 'system' | 'light' | 'dark'

const KEY = 'tierlab.theme'
const CONTRAST_KEY = 'tierlab.contrast'

export class Theme {
  choice = $state<ThemeChoice>('system')
  /** High contrast as chosen; undefined: as the system says. */
  #contrast = $state<boolean | undefined>()
  #systemWantsContrast = $state(false)
  /** The system paints with a few colours of its own. */
  #forced = $state(false)
  readonly highContrast = $derived(this.#contrast ?? (this.#systemWantsContrast || this.#forced))
  #systemIsDark = $state(false)
  readonly shown = $derived(this.choice === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.choice)
  /** Changes with every colour that a canvas is painted with; who paints one reads it, to paint again. */
  readonly colours = $derived(`${this.shown} ${this.highContrast ? 'more' : 'usual'}`)

  constructor() {
    const system = matchMedia('(prefers-color-scheme: dark)')
    this.#systemIsDark = system.matches
    system.addEventListener('change', () => (this.#systemIsDark = system.matches))
    const contrast = matchMedia('(prefers-contrast: more)')
    this.#systemWantsContrast = contrast.matches
    contrast.addEventListener('change', () => (this.#systemWantsContrast = contrast.matches))
    const forced = matchMedia('(forced-colors: active)')
    this.#forced = forced.matches
    forced.addEventListener('change', () => (this.#forced = forced.matches))
    const keptContrast = localStorage.getItem(CONTRAST_KEY)
    if (keptContrast !== null) this.#contrast = keptContrast === 'more'
    const kept = localStorage.getItem(KEY)
    if (kept === 'light' || kept === 'dark') this.choice = kept
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice
    localStorage.setItem(KEY, choice)
  }

  toggleContrast(): void {
    this.#contrast = !this.highContrast
    localStorage.setItem(CONTRAST_KEY, this.#contrast ? 'more' : 'usual')
  }

  toggle(): void {
    this.choose(this.shown === 'dark' ? 'light' : 'dark')
  }
}
