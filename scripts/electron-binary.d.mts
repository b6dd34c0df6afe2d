export function electronPackage(): string | undefined
export function electronBinary(env?: NodeJS.ProcessEnv, home?: string): string | undefined
