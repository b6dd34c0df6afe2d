import { svelte } from '@sveltejs/vite-plugin-svelte'
import { join } from 'node:path'
import { createServer } from 'vite'

/** The window over the fake lab, for looking at it: `node test/app/serve-fake-window.ts` and open the address. */
const root = join(import.meta.dirname, '../..')
const server = await createServer({
  configFile: false,
  root,
  cacheDir: join(root, '.cache/fake-window'),
  plugins: [svelte({ configFile: false })],
  server: { port: 5199, strictPort: true, host: '127.0.0.1', hmr: false, watch: null },
  optimizeDeps: { include: ['immer', 'uplot'] },
})
await server.listen()
process.stdout.write('http://127.0.0.1:5199/test/app/fake-window/index.html\n')
