/** A wheel of TensorFlow, of which the shared library is used and no Python. */
export interface LibraryWheel {
  /** The project in an index of Python packages. */
  readonly project: string
  readonly version: string
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  /** The members that are the library, with their sizes: that with the C interface, then what it needs. */
  readonly members: Readonly<Record<string, number>>
  /** Whether it has been run. */
  readonly isTried: boolean
}

const version = '2.16.2'

/** The member that says whose code is in the library. */
const notices = { 'tensorflow/THIRD_PARTY_NOTICES.txt': 477256 }

/**
 * By platform and processor. The Python of a wheel's name does not matter, because no Python of it is run. Wheels for Windows hold
 * the library as a module of Python.
 */
export const libraryWheels: Readonly<Partial<Record<string, LibraryWheel>>> = {
  'linux-x64': {
    project: 'tensorflow-cpu',
    version,
    file: 'tensorflow_cpu-2.16.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
    sha256: 'c855cb6bf05d32dd5928086b03a5f6b4189b63c22b95e017703cbee4291023ca',
    bytes: 214055683,
    members: {
      'tensorflow/libtensorflow_cc.so.2': 582170592,
      'tensorflow/libtensorflow_framework.so.2': 49378880,
      ...notices,
    },
    isTried: true,
  },
  'linux-arm64': {
    project: 'tensorflow',
    version,
    file: 'tensorflow-2.16.2-cp311-cp311-manylinux_2_17_aarch64.manylinux2014_aarch64.whl',
    sha256: '8728b12bc86941d90d0a927c40d4b21f8820964a80439a7c45f850eb37d57067',
    bytes: 218904025,
    members: {
      'tensorflow/libtensorflow_cc.so.2': 659635336,
      'tensorflow/libtensorflow_framework.so.2': 51872712,
      'tensorflow.libs/libomp-e9212f90.so.5': 1295152,
      ...notices,
    },
    isTried: false,
  },
  'darwin-arm64': {
    project: 'tensorflow',
    version,
    file: 'tensorflow-2.16.2-cp311-cp311-macosx_12_0_arm64.whl',
    sha256: '2c8a0e79395639b762e62002db99b2f6cc608f744312c9940899c1128f325331',
    bytes: 227025342,
    members: {
      'tensorflow/libtensorflow_cc.2.dylib': 575417888,
      'tensorflow/libtensorflow_framework.2.dylib': 39135036,
      ...notices,
    },
    isTried: false,
  },
}

/** The wheel for a platform; null where there is none. */
export function libraryWheel(platform: string = `${process.platform}-${process.arch}`): LibraryWheel | null {
  return libraryWheels[platform] ?? null
}
