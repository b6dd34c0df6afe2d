/** Light or dark: as the system says until the person chooses. */
export type ThemeChoice = 'system' | 'light' | 'dark'

const KEY = 'tierlab.theme'

export class Theme {
  choice = $state<ThemeChoice>('system')
  #systemIsDark = $state(false)
  readonly shown = $derived(this.choice === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.choice)

  constructor() {
    const system = matchMedia('(prefers-color-scheme: dark)')
    this.#systemIsDark = system.matches
    system.addEventListener('change', () => (this.#systemIsDark = system.matches))
    const kept = localStorage.getItem(KEY)
    if (kept === 'light' || kept === 'dark') this.choice = kept
  }

  toggle(): void {
    this.choice = this.shown === 'dark' ? 'light' : 'dark'
    localStorage.setItem(KEY, this.choice)
  }
}
