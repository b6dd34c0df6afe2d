#!/usr/bin/env node
// The `tierlab` command: brings the build up to date (saying so on stderr only), then runs it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { root } from './build-id.mjs'
import { useNewEnoughNode } from './pinned-node.mjs'

useNewEnoughNode()

const cli = join(root, 'dist/cli/cli.mjs')
const folders = process.argv[2] === 'serve' ? ['cli', 'renderer'] : ['cli']

if (!(await build({ folders, ifNeeded: true, output: process.stderr }))) {
  console.error('tierlab: the build failed, see above.')
  process.exit(1)
}
if (!existsSync(cli)) {
  console.error('tierlab: there is no command line program yet (main/hosts/cli/cli.ts).')
  process.exit(1)
}
process.argv[1] = cli
await import(pathToFileURL(cli).href)
