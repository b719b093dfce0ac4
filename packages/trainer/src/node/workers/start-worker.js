import { register } from 'node:module'
import { workerData } from 'node:worker_threads'

// The first file of a worker is JavaScript, so that any Node runs it. Where a file to come is TypeScript and this Node
// does not run that, the tsx that is installed beside the file is registered: the main thread's does not reach workers
// in Node 20.
/** @type {{ program: string, module: string }} */
const { program, module } = workerData
const typescript = [module, program].find((url) => /\.[cm]?tsx?$/.test(new URL(url).pathname))
if (typescript !== undefined && !process.features.typescript) {
  try {
    register('tsx/esm', typescript, { data: {} })
  } catch {
    // Without tsx the import below, or that of the module, says that the file's type is unknown.
  }
}
await import(program)
