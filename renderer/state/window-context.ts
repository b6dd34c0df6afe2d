import { createContext } from 'svelte'
import type { LabWindow } from './lab-window.svelte.ts'

/** The window's state, for every component below `App`. */
export const [labWindow, provideLabWindow] = createContext<LabWindow>()
