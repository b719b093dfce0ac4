/** Trains for some steps and fills what is missing, by the engine that is the default in Node. */
const use = (typescript: boolean) => `import { createEngine } from '@romae/engine'
import { fromGrid, observationTokenizer${typescript ? ', type TimeSeries' : ''} } from '@romae/timeseries'
import { impute, pretrain, runToEnd } from '@romae/trainer/node'

export async function use()${typescript ? ': Promise<string>' : ''} {
  const times = Array.from({ length: 32 }, (_, day) => day)
  const samples${typescript ? ': TimeSeries[]' : ''} = ['a', 'b'].map((id) => fromGrid({ id, times, values: [times.map(Math.sin)] }))
  const tokenizer = observationTokenizer.fit(samples)
  const model = await runToEnd(pretrain({ tokenizer, samples, maskRatio: 0.5, training: { steps: 2 } }))
  const filled = await impute(model, samples, { tokenizer, length: 8 })
  const engine = await createEngine()
  const { name } = engine.info
  await engine.dispose()
  return \`works: \${filled.length} series, \${name}\`
}
`

/** What \`use\` returns where all is well. */
export const WORKS = 'works: 2 series, onnxruntime-node'

/** The same in a page, where WebAssembly computes. */
export const WORKS_IN_PAGES = 'works: 2 series, onnxruntime-web'

const page = `import { createEngine } from '@romae/engine'
import { onnxruntimeWeb } from '@romae/engine/onnxruntime-web'
import { fromGrid, observationTokenizer } from '@romae/timeseries'
import { impute, pretrain, runToEnd } from '@romae/trainer'

globalThis.use = async (options) => {
  const times = Array.from({ length: 32 }, (_, day) => day)
  const samples = ['a', 'b'].map((id) => fromGrid({ id, times, values: [times.map(Math.sin)] }))
  const tokenizer = observationTokenizer.fit(samples)
  const engine = await createEngine(onnxruntimeWeb(options))
  const model = await runToEnd(pretrain({ tokenizer, samples, maskRatio: 0.5, training: { steps: 2, engine } }))
  const filled = await impute(model, samples, { tokenizer, length: 8, engine })
  const { name } = engine.info
  await engine.dispose()
  return \`works: \${filled.length} series, \${name}\`
}
`

const dynamic = use(false)
  .replaceAll(/^import (\{.*\}) from ('.*')$/gm, '')
  .replace(
    'export async function use() {',
    (line) => `${line.replace('export ', '')}
  const { createEngine } = await import('@romae/engine')
  const { fromGrid, observationTokenizer } = await import('@romae/timeseries')
  const { impute, pretrain, runToEnd } = await import('@romae/trainer/node')`,
  )

const required = use(false)
  .replaceAll(/^import (\{.*\}) from ('.*')$/gm, 'const $1 = require($2)')
  .replace('export ', '')

// Types that are any where they should be ours would leave the directive without an error to expect.
const types = `${use(true)}
// @ts-expect-error: an id is a text
fromGrid({ id: 3, times: [0, 1], values: [[1, 2]] })
`

const expectation = `expect(await use()).toBe('${WORKS}')`

const test = `test('it works', async () => ${expectation}, 120_000)\n`

/** Projects of one user, by the type of their package.json, and those with tests. */
export const programs: Readonly<Record<string, string>> = {
  'module/package.json': '{ "name": "user-module", "type": "module" }\n',
  'module/use.js': use(false),
  'module/use.ts': use(true),
  'module/main.js': "import { use } from './use.js'\nconsole.log(await use())\n",
  'module/main.ts': "import { use } from './use.ts'\nconsole.log(await use())\n",
  // For bundles of CommonJS, which cannot wait at their top.
  'module/then.js': "import { use } from './use.js'\nuse().then(console.log)\n",
  'module/page.js': page,
  'module/index.html':
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="./page.js"></script>\n',
  'module/types.ts': types,
  'commonjs/package.json': '{ "name": "user-commonjs", "type": "commonjs" }\n',
  'commonjs/require.js': `${required}\nuse().then(console.log)\n`,
  'commonjs/import.js': `${dynamic}\nuse().then(console.log)\n`,
  'commonjs/use.ts': use(true),
  'commonjs/types.ts': types,
  'commonjs/main.ts': "import { use } from './use'\nuse().then(console.log)\n",
  'vitest/package.json': '{ "name": "user-vitest", "type": "module" }\n',
  'vitest/use.test.js': `import { expect, test } from 'vitest'\nimport { use } from '../module/use.js'\n${test}`,
  'jest-module/package.json': '{ "name": "user-jest-module", "type": "module" }\n',
  'jest-module/use.test.js': `import { use } from '../module/use.js'\n${test}`,
  'jest-commonjs/package.json': '{ "name": "user-jest-commonjs", "type": "commonjs" }\n',
  'jest-commonjs/use.test.js': `${dynamic}\n${test}`,
}
