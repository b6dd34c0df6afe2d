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

  choose(choice: ThemeChoice): void {
    this.choice = choice
    localStorage.setItem(KEY, choice)
  }

  toggle(): void {
    this.choose(this.shown === 'dark' ? 'light' : 'dark')
  }
}
