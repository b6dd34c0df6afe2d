import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { buildDefines } from './scripts/build-id.mjs'

const define = buildDefines()

export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: true,
    reporters: ['default', './scripts/closing-line-reporter.mjs'],
    projects: [
      {
        define,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/app/**', 'test/renderer/**'],
          // No test measures time; this only ends one that hangs.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        // The window's own modules, with Svelte's client runtime but no page.
        define,
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: { name: 'window', include: ['test/renderer/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        // Journeys through the built program in a real Chromium, one after the other.
        define,
        test: {
          name: 'app',
          include: ['test/app/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // A busy machine is no reason to fail: what a person would wait for is waited for.
          expect: { poll: { timeout: 20_000, interval: 100 } },
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
