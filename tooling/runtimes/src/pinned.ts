/** The package that the binaries come from: its name, version, and SHA-512 as the registry has had it since it was published. */
export const onnxRuntimeNode = {
  name: 'onnxruntime-node',
  version: '1.30.0',
  integrity: 'sha512-twhs1C2C/BFkz1yc5OY0KIU2GUq6DURO7hD4bx5Q2Qy3nAMJwRXW8xU3NVczE29VA9lolLOYepoD8fjTGOfIqw==',
} as const

const windows = ['DirectML.dll', 'dxcompiler.dll', 'dxil.dll', 'onnxruntime.dll']
const linux = ['libonnxruntime.so.1']

/**
 * The libraries of each platform, which the binding beside them loads from its own folder ($ORIGIN, @loader_path). Of macOS's
 * two copies of one library only the one is here whose name the binding asks for.
 */
const libraries = {
  'darwin-arm64': ['libonnxruntime.1.dylib'],
  'linux-arm64': linux,
  'linux-x64': linux,
  'win32-arm64': windows,
  'win32-x64': windows,
} as const

/** A platform, as Node names it: operating system and processor. */
export type Platform = keyof typeof libraries

export const platforms = Object.keys(libraries) as readonly Platform[]

const scripts = ['backend', 'binding', 'index', 'version'].map((name) => `dist/${name}.js`)

/** The files of the package that one platform's package has, unchanged and in the same places. */
export function filesOf(platform: Platform): string[] {
  const folder = `bin/napi-v6/${platform.replace('-', '/')}`
  return [...scripts, ...['onnxruntime_binding.node', ...libraries[platform]].map((file) => `${folder}/${file}`)]
}
