export const root: string
export function hasSources(): boolean
export function buildId(): string
export function version(): string
export function buildDefines(id?: string): Record<string, string>
