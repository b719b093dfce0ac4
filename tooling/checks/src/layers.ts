/** What one package may use of the others, as docs/architecture.md draws it. */
export interface Layer {
  readonly role: 'contract' | 'modality' | 'library'
  /** The packages of this repository that it may import and depend on. */
  readonly mayUse: readonly string[]
  /** Whether it may import a tensor library. */
  readonly tensors: boolean
}

/** Private, and built into the packages that use them: anyone may import them, no published package may depend on one. */
export const inlinedPackages: readonly string[] = ['@romae/internal']

const modality: Layer = { role: 'modality', mayUse: ['@romae/tokenizer'], tensors: false }
const standalone: Layer = { role: 'library', mayUse: [], tensors: false }

/** Every package below `packages/`. A new one gets a line here before anything may import it. */
export const layers: Readonly<Record<string, Layer>> = {
  '@romae/internal': standalone,
  '@romae/tokenizer': { role: 'contract', mayUse: [], tensors: false },
  '@romae/timeseries': modality,
  '@romae/image': modality,
  '@romae/audio': modality,
  '@romae/core': { role: 'library', mayUse: ['@romae/tokenizer'], tensors: true },
  '@romae/compiler': { role: 'library', mayUse: [], tensors: true },
  '@romae/engine': { role: 'library', mayUse: ['@romae/compiler'], tensors: true },
  '@romae/safetensors': standalone,
  '@romae/trainer': {
    role: 'library',
    mayUse: ['@romae/compiler', '@romae/core', '@romae/engine', '@romae/safetensors', '@romae/tokenizer'],
    tensors: true,
  },
  '@romae/report': standalone,
  romae: {
    role: 'library',
    mayUse: [
      '@romae/audio',
      '@romae/core',
      '@romae/create-modality',
      '@romae/distributed',
      '@romae/engine',
      '@romae/image',
      '@romae/playground',
      '@romae/report',
      '@romae/timeseries',
      '@romae/tokenizer',
      '@romae/trainer',
    ],
    tensors: true,
  },
  '@romae/datasets': standalone,
  '@romae/distributed': standalone,
  '@romae/create-modality': standalone,
  '@romae/playground': standalone,
}

/** Files that import a module whose address their user gives, and so cannot write it out. */
export const importsForTheUser: readonly string[] = [
  'packages/romae/src/cli/load-modality.ts',
  'packages/trainer/src/node/workers/data-module.ts',
  'packages/trainer/src/node/workers/start-worker.js',
]

/** Libraries that compute with tensors. A package without `tensors` neither imports nor depends on one. */
export function isTensorLibrary(name: string): boolean {
  return name.startsWith('@tensorflow/') || /^(@romae\/)?onnxruntime-/.test(name)
}
