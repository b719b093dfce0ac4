import { fileURLToPath } from 'node:url'
import { readTextFile } from '@romae/internal/files'
import { headers } from '@romae/playground'
import { build, defaultClientConditions, type InlineConfig, type Plugin, type Rolldown } from 'vite'
import { noticesOf } from './notices.ts'
import { weatherSample } from './weather-sample.ts'

const page = fileURLToPath(new URL('../page/', import.meta.url))

const gradients = fileURLToPath(new URL('../../../packages/compiler/src/bundled-gradients.ts', import.meta.url))

/** A script of the page, as it is sent. */
export interface BuiltScript {
  readonly name: string
  readonly code: string
  /** The files that it was made of. */
  readonly sources: readonly string[]
}

/**
 * The page as files that any server can serve, from any folder.
 *
 * @param folder where they go; what is there is removed
 * @returns its scripts
 */
export async function buildPage(folder: string): Promise<readonly BuiltScript[]> {
  const result = (await build(settings(folder))) as Rolldown.RolldownOutput
  return result.output.flatMap((file) =>
    file.type === 'chunk' ? [{ name: file.fileName, code: file.code, sources: file.moduleIds }] : [],
  )
}

function settings(folder: string): InlineConfig {
  // Styles and data are no modules of a script.
  const sources = new Set(['uplot', 'vega-datasets'].map(pathOf))
  return {
    root: page,
    base: './',
    configFile: false,
    logLevel: 'error',
    resolve: {
      conditions: ['@romae/source', ...defaultClientConditions],
      // As in what is published; the sources take all of tfjs for it.
      alias: {
        '#gradients': gradients,
        // Small models are slower on a graphics card, whose WebAssembly is twice as large.
        '#onnxruntime-web-gpu': 'onnxruntime-web/wasm',
      },
    },
    // ONNX Runtime's threads need a script that is not the worker's.
    worker: {
      format: 'es',
      plugins: () => [gathering(sources)],
      rolldownOptions: {
        output: { codeSplitting: { groups: [{ name: 'tfjs-core', test: /@tensorflow[\\/]tfjs-core[\\/]/ }] } },
      },
    },
    plugins: [gathering(sources), besideThePage(sources)],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      // Data URLs would need to be let through.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4000,
    },
  }
}

const pathOf = (module: string) => fileURLToPath(import.meta.resolve(module))

/** Keeps what scripts are made of; that of workers is known when the page's own is. */
function gathering(sources: Set<string>): Plugin {
  return {
    name: 'gathering',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') for (const module of file.moduleIds) sources.add(module)
      }
    },
  }
}

/**
 * The sample, the licences, and the service worker, which sets the same headers as a server does; the page itself has those that it
 * can.
 */
function besideThePage(sources: Iterable<string>): Plugin {
  return {
    name: 'beside-the-page',
    transformIndexHtml: (html) =>
      html.replace('CONTENT_SECURITY_POLICY', headers['Content-Security-Policy']!.replaceAll('"', '&quot;')),
    async generateBundle() {
      const text = await readTextFile(new URL('../page/service-worker.js', import.meta.url), 1e5)
      const source = text.replace('globalThis.HEADERS', JSON.stringify(headers))
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source })
      this.emitFile({ type: 'asset', fileName: 'seattle-weather.csv', source: await weatherSample() })
      this.emitFile({ type: 'asset', fileName: 'third-party-notices.txt', source: await noticesOf(sources) })
    },
  }
}
