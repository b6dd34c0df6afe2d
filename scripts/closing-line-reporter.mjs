// Ends a test run with one plain line, `N passed, N failed`, after naming what was skipped.
// Under scripts/test.mjs it hands the counts over instead, so that the line is the very last one.
import { writeFileSync } from 'node:fs'

export default class ClosingLineReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: 0, skipped: [] }
    for (const module of modules) {
      // A file that fails to load, or a hook that throws, is one failure however many errors it reports.
      if (module.errors().length > 0) counts.failed++
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') counts.passed++
        else if (state === 'failed') counts.failed++
        else counts.skipped.push(`${module.relativeModuleId} > ${test.fullName}`)
      }
    }
    if (counts.failed === 0 && unhandledErrors.length > 0) counts.failed = 1
    if (process.env.TIERLAB_TEST_COUNTS)
      writeFileSync(process.env.TIERLAB_TEST_COUNTS, JSON.stringify(counts))
    else console.log(closingLines(counts))
  }
}

export function closingLines({ passed, failed, skipped }) {
  return [...skipped.map((name) => `skipped: ${name}`), `${passed} passed, ${failed} failed`].join('\n')
}
