/** One of the two npm packages that bind TensorFlow, and the wheel whose libtensorflow its addon is built against. */
export interface TensorFlowVariant {
  /** The npm package. */
  readonly npm: string
  /** The project on PyPI. */
  readonly pip: string
  readonly version: string
  /** The wheel's file name, as pip saves it. */
  readonly wheel: string
  readonly sha256: string
}

/** The version of the npm packages that this was tried with. */
const tfjsNodeVersion = '4.22.0'

/**
 * TensorFlow 2.16.2 is the newest on which tfjs' conformance suite passes: from 2.17 on, rounding int32 gives zeros. The
 * Python of the wheel's name does not matter, because no Python of it is run.
 */
export const variants = {
  cpu: {
    npm: '@tensorflow/tfjs-node',
    pip: 'tensorflow-cpu',
    version: '2.16.2',
    wheel: 'tensorflow_cpu-2.16.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
    sha256: 'c855cb6bf05d32dd5928086b03a5f6b4189b63c22b95e017703cbee4291023ca',
  },
  gpu: {
    npm: '@tensorflow/tfjs-node-gpu',
    pip: 'tensorflow',
    version: '2.16.2',
    wheel: 'tensorflow-2.16.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
    sha256: 'd8798dea8e2281b4a0b569d9c00e7949c0090509be363da271e1ef21828bffae',
  },
} as const satisfies Readonly<Record<string, TensorFlowVariant>>

/** What a user types to install the npm package of a variant: its own install script would download from elsewhere. */
export function npmInstall({ npm }: TensorFlowVariant): string {
  return `npm install ${npm}@${tfjsNodeVersion} --ignore-scripts`
}

/** What a user types to add TensorFlow to it. */
export function installCommand(variant: TensorFlowVariant): string {
  return `npx romae-engine install tfjs-node${variant.npm === variants.gpu.npm ? ' --gpu' : ''}`
}

/** What a user types for the library alone, which takes no compiler and no Python. */
export const libraryCommand = 'npx romae-engine install tensorflow'
