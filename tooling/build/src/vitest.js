import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { enginesFolder } from './engines-folder.js'
import { ResultsReporter } from './results-reporter.js'

// For tests that load ONNX Runtime themselves, here and in all processes that run them: it would send data to its makers.
process.env.ORT_DISABLE_TELEMETRY ||= '1'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const matchers = fileURLToPath(new URL('./to-throw-romae.ts', import.meta.url))
const alone = 'src/**/*.alone.test.ts'

/**
 * @param {string} name
 * @param {import('vitest/config').TestProjectInlineConfiguration['test']} test
 */
function project(name, test) {
  return { extends: /** @type {const} */ (true), test: { name, ...test } }
}

/** Knip loads this outside of the package, to learn which files are tests. */
const inPackage = existsSync('src')

/** Whether the package has files of tests that run alone. Without them, a second project would cost half a second. */
function mayHaveAlone() {
  if (!inPackage) return true
  return readdirSync('src', { recursive: true }).some((file) => String(file).endsWith('.alone.test.ts'))
}

/**
 * The test run of one package: unbuilt sources of its siblings, no console output, results in `test-results.json`.
 *
 * Its files share a process and what they import: tensors, say, take longer to load than most files to run. A file that
 * leaves its process other than it found it, or measures it, is named `NAME.alone.test.ts`, and has one of its own.
 *
 * @param {import('vitest/config').ViteUserConfig['test']} [overrides]
 */
export function packageTests({ setupFiles = [], ...overrides } = {}) {
  const together = { include: ['src/**/*.test.ts'], exclude: [alone], isolate: false }
  const conditions = ['@romae/source', 'module', 'node', 'import', 'default']
  return defineConfig({
    // One root for all packages, so that a source is transformed once for all their tests.
    ...(inPackage && { root: repository, cacheDir: path.resolve('node_modules/.vite') }),
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      ...(inPackage && { dir: process.cwd() }),
      experimental: { fsModuleCache: true },
      ...(mayHaveAlone()
        ? { projects: [project('together', together), project('alone', { include: [alone] })] }
        : together),
      setupFiles: [matchers, ...[setupFiles].flat().map((file) => (inPackage ? path.resolve(file) : file))],
      reporters: ['default', new ResultsReporter(process.cwd())],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // Not the developer's own cache of compiled graphs; but the engines there.
      env: { XDG_CACHE_HOME: path.resolve('node_modules/.cache'), ROMAE_ENGINES: enginesFolder() },
      onConsoleLog: (log) => {
        throw new Error(`a test wrote to the console: ${log}`)
      },
      ...overrides,
    },
  })
}
