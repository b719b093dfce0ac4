/**
 * The files of a new modality. What stands in «…» is of TypeScript alone; NAME is the modality's name, ERROR the beginning of its
 * error codes, EXT the ending of its sources.
 */
export const sources: Readonly<Record<string, string>> = {
  'src/tokenizer.EXT': `import { RomaeError«, type Tokenizer» } from '@romae/tokenizer'

«/** A sample: values, each at a position. Replace it by what your data are. */
export interface Sample {
  readonly positions: readonly number[]
  readonly values: readonly number[]
}

»/**
 * One token a value, standing at its position.
 *
 * @param statistics what \`fit\` found: it is saved with a model
 */
export function tokenizer({ mean = 0, std = 1 } = {})«: Tokenizer<Sample>» {
  return {
    specVersion: 1, // a literal: the version of the contract that this file was written for
    name: 'NAME',
    axes: ['position'],
    tokenSize: 1,
    tokenize({ positions, values }) {
      if (values.length === 0) throw new RomaeError('ERROR_EMPTY', 'a sample needs at least one value; got none')
      return {
        values: Float32Array.from(values, (value) => (value - mean) / std), // [length, tokenSize]
        positions: Float32Array.from(positions), // [length, axes]
        length: values.length,
      }
    },
    detokenize({ positions, values }) {
      return { positions: [...positions], values: Array.from(values, (value) => value * std + mean) }
    },
    toJSON: () => ({ mean, std }),
  }
}

/** A tokenizer with the statistics of these samples. */
export function fitTokenizer(samples«: readonly Sample[]»)«: Tokenizer<Sample>» {
  const all = samples.flatMap(({ values }) => values)
  const mean = average(all)
  return tokenizer({ mean, std: Math.sqrt(average(all.map((value) => (value - mean) ** 2))) || 1 })
}

function average(values«: readonly number[]»)«: number» {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
`,
  'src/modality.EXT': `import { readFile } from 'node:fs/promises'
import { RomaeError } from '@romae/tokenizer'
import { defineModality«, type Source» } from '@romae/tokenizer/modality'
import { fitTokenizer«, type Sample», tokenizer } from './tokenizer.js'

«interface Read extends Sample {
  readonly id: string
  readonly label?: string
}

»/** Samples of JSON files: \`[{ "id": "a", "label": "up", "positions": [0, 0.5], "values": [1, 2] }, …]\`. */
export default defineModality({
  specVersion: 1,
  name: 'NAME',
  samples: 'samples',
  files: 'JSON files of samples',
  extensions: ['.json'],
  // An option with help has a flag: --least <integer>.
  options: { least: { kind: 'integer', least: 1, default: 2, help: 'samples with fewer values are left out' } },
  async read(sources, { least }) {
    const all = (await Promise.all(sources.map(readSamples))).flat()
    const read = all.filter(({ values }) => values.length >= least)
    const left = all.length - read.length
    return {
      samples: read.map(({ positions, values }) => ({ positions, values })),
      ids: read.map(({ id }) => id),
      labels: read.map(({ label }) => label),
      notes: left === 0 ? [] : [\`\${left} samples have fewer than \${least} values (--least) and are left out\`],
    }
  },
  fit: (samples) => fitTokenizer(samples« as readonly Sample[]»),
  restore: ({ state }) => tokenizer(state« as { mean: number; std: number }»),
})

async function readSamples(source«: Source»)«: Promise<Read[]>» {
  const name = typeof source === 'string' ? source : source.name
  try {
    const bytes = typeof source === 'string' ? await readFile(source) : await source.arrayBuffer()
    const samples«: Read[]» = JSON.parse(new TextDecoder().decode(bytes))
    for (const { id, positions, values } of samples) {
      const isSample = typeof id === 'string' && positions.length === values.length
      if (!isSample) throw new Error(\`\${id}: as many positions as values are needed\`)
      if (![...positions, ...values].every(Number.isFinite)) throw new Error(\`\${id}: all have to be numbers\`)
    }
    return samples
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RomaeError('ERROR_FILE', \`\${name} has no samples: \${reason}\`, { name }, cause)
  }
}
`,
  'src/index.EXT': `export { fitTokenizer«, type Sample», tokenizer } from './tokenizer.js'
`,
  'test/plugin.test.EXT': `import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { registerConformance } from '@romae/tokenizer/testing'
import { fitTokenizer, tokenizer } from '../src/tokenizer.js'

const samples = Array.from({ length: 12 }, (_, sample) => {
  const positions = Array.from({ length: 20 }, (_, place) => place / 2)
  return { positions, values: positions.map((position) => Math.sin(position * (1 + (sample % 2)) + sample)) }
})

// Every rule of the contract, and the way back from what is saved with a model.
registerConformance(test, {
  tokenizer: () => fitTokenizer(samples),
  samples,
  emptySamples: [{ positions: [], values: [] }],
  lossless: true,
  fromJSON: (json) => tokenizer(json« as { mean: number; std: number }»),
})

test('romae trains on files of it, and classifies them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'NAME-'))
  const labelled = samples.map((one, index) => ({ id: \`sample \${index}\`, label: index % 2 === 0 ? 'slow' : 'fast', ...one }))
  await writeFile(join(folder, 'samples.json'), JSON.stringify(labelled))
  const bin = join(dirname(createRequire(import.meta.url).resolve('romae/package.json')), 'bin', 'romae.js')
  const modality = fileURLToPath(new URL('../src/modality.js', import.meta.url))
  const romae = async (...words«: string[]») =>
    (await promisify(execFile)(process.execPath, [bin, ...words, '--modality', modality], { cwd: folder })).stdout
  await romae('pretrain', 'samples.json', '--preset', 'smoke', '--set', 'pretraining.epochs=2', '--out', 'pretrained')
  const brief = ['--preset', 'smoke', '--set', 'finetuning.epochs=2', '--held-out', '0.4']
  await romae('finetune', 'samples.json', '--from', 'pretrained', ...brief, '--out', 'finetuned')
  const table = (await romae('classify', 'samples.json', '--model', 'finetuned')).trim().split('\\n')
  assert.equal(table.length, 1 + samples.length)
  assert.match(table[0] ?? '', /^id,class,p\\(/)
  await rm(folder, { recursive: true })
})
`,
  'README.md': `# NAME

A modality of [RoMAE](https://github.com/romae/romae): how files become samples, and samples tokens with real-valued positions.

\`\`\`sh
npm install
npm test                                                # the rules of the contract, and a training of seconds
npx romae inspect data.json --modality ./BUILT/modality.js
npx romae pretrain data.json --modality ./BUILT/modality.js
\`\`\`

\`src/tokenizer.EXT\` is what a model sees of a sample; \`src/modality.EXT\` is how files are read, with its options. Installed in a project
beside \`romae\`, the package's name is enough: \`npx romae pretrain data.json --modality PACKAGE\`.
`,
  '.gitignore': 'node_modules\ndist\nruns\n',
}

/** The compiler's settings of a plugin in TypeScript. */
export const compilerSettings = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    declaration: true,
    skipLibCheck: true,
    rootDir: '.',
    outDir: 'dist',
    types: ['node'],
  },
  include: ['src', 'test'],
}
