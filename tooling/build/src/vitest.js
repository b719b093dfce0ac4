import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { ResultsReporter } from './results-reporter.js'

// For tests that load ONNX Runtime themselves, here and in all processes that run them: it would send data to its makers.
process.env.ORT_DISABLE_TELEMETRY ||= '1'

/**
 * The test run of one package: unbuilt sources of its siblings, no console output, results in `test-results.json`.
 *
 * @param {import('vitest/config').ViteUserConfig['test']} [overrides]
 */
export function packageTests(overrides = {}) {
  const conditions = ['@romae/source', 'module', 'node', 'import', 'default']
  return defineConfig({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      include: ['src/**/*.test.ts'],
      reporters: ['default', new ResultsReporter()],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // Not the developer's own cache of compiled graphs.
      env: { XDG_CACHE_HOME: path.resolve('node_modules/.cache') },
      onConsoleLog: (log) => {
        throw new Error(`a test wrote to the console: ${log}`)
      },
      ...overrides,
    },
  })
}
