/** Binary sizes, bytes. */
export const kiB = 1024
export const miB = 1024 * 1024
export const giB = 1024 * 1024 * 1024
