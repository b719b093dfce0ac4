import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveFolder } from './serve-folder.ts'
import { type TabBrowser, tabBrowsers } from './tabs.ts'

/** Files by name, as a page of documentation has them. */
type Files = Readonly<Record<string, string>>

/** A way to build what the page says, and what is to be said of the threads of its worker. */
interface Recipe {
  readonly name: string
  /** Builds the sources in `from` for a server of `site`. */
  build(from: string, site: string, files: Files): Promise<unknown>
}

const recipes: readonly Recipe[] = [
  { name: 'Vite', build: (from, site) => buildWithVite(from, site) },
  { name: 'Vite, worker.format es', build: (from, site, files) => buildWithVite(from, site, files['vite.config.js']) },
  { name: 'webpack', build: buildWithWebpack },
  { name: 'esbuild', build: buildWithEsbuild },
]

async function buildWithVite(from: string, site: string, config?: string): Promise<void> {
  const { build } = await import('vite')
  if (config !== undefined) await writeFile(path.join(from, 'vite.config.js'), config)
  const configFile = config === undefined ? false : path.join(from, 'vite.config.js')
  await build({ root: from, base: './', configFile, logLevel: 'error', build: { outDir: site } })
}

async function buildWithWebpack(from: string, site: string, files: Files): Promise<void> {
  const { default: webpack } = await import('webpack')
  const settings = { mode: 'production', context: from, entry: './page.js', output: { path: site } } as const
  await new Promise<void>((resolve, reject) => {
    webpack(settings, (error, stats) => {
      const found = error ?? stats?.compilation.errors[0]
      if (found === undefined) resolve()
      else reject(found)
    })
  })
  await writeFile(path.join(site, 'index.html'), files['index.html']!.replace('./page.js', './main.js'))
}

async function buildWithEsbuild(from: string, site: string, files: Files): Promise<void> {
  const { build } = await import('esbuild')
  await writeFile(path.join(from, 'train.js'), files['train-with-esbuild.js']!)
  const entryPoints = ['page.js', 'train.js'].map((file) => path.join(from, file))
  await build({ entryPoints, bundle: true, format: 'esm', outdir: site, logLevel: 'silent' })
  await writeFile(path.join(site, 'index.html'), files['index.html']!)
  const runtime = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-web'))
  await mkdir(path.join(site, 'ort'))
  for (const end of ['mjs', 'wasm']) {
    const file = `ort-wasm-simd-threaded.${end}`
    await cp(path.join(runtime, file), path.join(site, 'ort', file))
  }
}

/** How it went. */
export interface RecipeResults {
  /** One line a recipe, browser and kind of page. */
  readonly lines: readonly string[]
  readonly problems: readonly string[]
}

/**
 * Builds the recipes of a page of documentation as they stand there, for production, and uses them as a user would: picks a file,
 * waits for its training.
 *
 * @param page path of a Markdown file whose blocks begin with the name of their file
 */
export async function tryRecipes(page: string): Promise<RecipeResults> {
  const files = filesOf(await readFile(page, 'utf8'))
  const lines: string[] = []
  const problems: string[] = []
  const root = await mkdtemp(path.join(fileURLToPath(new URL('..', import.meta.url)), 'recipes-'))
  try {
    for (const { name, build } of recipes) {
      const from = await mkdtemp(path.join(root, 'from-'))
      for (const file of ['page.js', 'train.js', 'index.html']) await writeFile(path.join(from, file), files[file]!)
      const site = path.join(from, 'site')
      await build(from, site, files)
      for (const isolated of [true, false]) {
        const server = await serveFolder(site, { isolated })
        for (const launch of tabBrowsers()) {
          const browser = await launch()
          const start = performance.now()
          const output = await useRecipe(browser, server.url).catch(String)
          const where = `${name}, ${browser.name}, ${isolated ? 'isolated' : 'not isolated'}`
          lines.push(`${where}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
          if (!/^step 4, loss [\d.]+, done$/.test(output)) problems.push(`${where}: ${output}`)
          await browser.close()
        }
        await server.close()
      }
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
  return { lines, problems }
}

function filesOf(text: string): Files {
  const blocks = [...text.matchAll(/^```(?:js|html)\n(?:\/\/|<!--) (\S+)[^\n]*\n(.*?)^```$/gms)]
  return Object.fromEntries(blocks.map(([, name, code]) => [name!, code!]))
}

/** Picks a file on the page. @returns what the page says when it has ended, or after a minute */
async function useRecipe(browser: TabBrowser, url: string): Promise<string> {
  const tab = await browser.open(url)
  return tab.evaluate(async (csv) => {
    const { document, DataTransfer, Event } = globalThis as unknown as UsedPage
    const [input, output] = ['input', 'output'].map((name) => document.querySelector(name))
    const picked = new DataTransfer()
    picked.items.add(new File([csv], 'weather.csv'))
    input!.files = picked.files
    input!.dispatchEvent(new Event('change'))
    const ended = /done$|\[[A-Z_]+\]$/
    const deadline = performance.now() + 60_000
    // No function in here has a name: tsx would call one of its own, which is not on the page.
    while (!ended.test(output!.textContent) && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return ended.test(output!.textContent) ? output!.textContent : `not done after a minute: ${output!.textContent}`
  }, weather())
}

/** What is used of a page; TypeScript declares it with the whole DOM. */
interface UsedPage {
  readonly document: {
    querySelector(name: string): { files: unknown; readonly textContent: string; dispatchEvent(event: object): void }
  }
  readonly DataTransfer: new () => { readonly items: { add(file: File): void }; readonly files: unknown }
  readonly Event: new (type: string) => object
}

/** Sixty-four stations, two batches an epoch. */
function weather(): string {
  const rows = Array.from({ length: 64 * 12 }, (_, row) => {
    const [station, hour] = [Math.floor(row / 12), row % 12]
    return `${station},${hour},${Math.sin(hour / 3 + station)},${Math.cos(hour / 2 + station)}\n`
  })
  return `station,hour,temperature,wind\n${rows.join('')}`
}
