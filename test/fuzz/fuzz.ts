import fc from 'fast-check'
import { parseArgs } from 'node:util'
import { fuzzTargets } from './properties.ts'

/**
 * The long run: `npm run fuzz -- --minutes 10 [--seed 1] [--only "YAML setup"] [--path 12:0:3]`. Takes the targets in
 * turn with ever new seeds until the time is up, and ends at the first finding with how to see it again.
 */
function readWords() {
  try {
    return parseArgs({
      options: {
        minutes: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string' },
        path: { type: 'string' },
      },
    }).values
  } catch (thrown) {
    const [fact] = (thrown instanceof Error ? thrown.message : String(thrown)).split('. ')
    return refuse(`${fact}; it takes --minutes N, --seed N, --only NAME and --path PATH`)
  }
}

function refuse(what: string): never {
  console.error(`fuzz: ${what}`)
  process.exit(2)
}

const values = readWords()
const minutes = Number(values.minutes)
const firstSeed = Number(values.seed)
const targets = fuzzTargets.filter(({ name }) => values.only === undefined || name === values.only)
if (!(minutes > 0) || !Number.isInteger(firstSeed) || targets.length === 0) {
  const names = fuzzTargets.map(({ name }) => `"${name}"`).join(', ')
  refuse(`--minutes is a number above 0, --seed a whole number, --only one of ${names}`)
}

const endMs = Date.now() + minutes * 60_000
const runsPerTurn = 500
let runs = 0
for (let seed = firstSeed; Date.now() < endMs || seed === firstSeed; seed++) {
  for (const { name, property } of targets) {
    const again = values.path === undefined ? {} : { path: values.path }
    const found = fc.check(property, { seed, numRuns: runsPerTurn, ...again })
    runs += found.numRuns
    if (!found.failed) continue
    console.error(`${name}: ${String(found.errorInstance)}`)
    console.error(`found with ${fc.stringify(found.counterexample)}`)
    console.error(`again: npm run fuzz -- --only "${name}" --seed ${seed} --path ${found.counterexamplePath}`)
    process.exit(1)
  }
  if (values.path !== undefined) break
}
console.log(`fuzz: ${runs} inputs from seed ${firstSeed} on, nothing found`)
