import { RomaeError } from '@romae/internal/errors'
import type { EngineName } from './engine.ts'
import { errors } from './errors.ts'
import { onnxruntimeNode } from './onnxruntime-node/provider.ts'
import { onnxruntimeWeb } from './onnxruntime-web/provider.ts'
import type { EngineProvider } from './provider.ts'
import { warnOfSlowEngine } from './slow-engine-warning.ts'
import { tensorflow } from './tensorflow/provider.ts'
import { tfjs } from './tfjs/provider.ts'

const providers: Readonly<Record<EngineName | 'auto', (options?: object) => EngineProvider>> = {
  auto,
  'onnxruntime-node': onnxruntimeNode,
  'onnxruntime-web': onnxruntimeWeb,
  tensorflow,
  tfjs,
}

/**
 * The provider of a name and of options that are known at run time only, as a command line has them. Options of `auto` are
 * those of ONNX Runtime.
 *
 * @throws RomaeError `ENGINE_NAME_UNKNOWN`, `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`
 */
export function providerByName(name: string, options: Readonly<Record<string, unknown>> = {}): EngineProvider {
  if (!Object.hasOwn(providers, name)) throw errors.ENGINE_NAME_UNKNOWN({ got: name, known: Object.keys(providers) })
  return providers[name as EngineName | 'auto'](options)
}

const inNode = typeof globalThis.process?.versions?.node === 'string'

/** What the user can set right, where something slower in its place would be no help. */
const notReplaced = ['ENGINE_DEVICE_MISSING', 'ENGINE_THREADS_SILENT']

/** ONNX Runtime if it can be used, else tfjs with its current backend. */
function auto(options: object = {}): EngineProvider {
  const onnxruntime = inNode ? onnxruntimeNode(options) : onnxruntimeWeb(options)
  return {
    name: 'auto',
    async open(context) {
      try {
        return await onnxruntime.open({ ...context, reason: `auto: ${onnxruntime.name} could be loaded` })
      } catch (error) {
        if (!RomaeError.isInstance(error) || notReplaced.includes(error.code)) throw error
        const reason = `auto: ${onnxruntime.name} could not be used, because ${error.message}`
        try {
          const runtime = await tfjs().open({ ...context, reason })
          warnOfSlowEngine(`${onnxruntime.name} could not be used: ${error.message}`)
          return runtime
        } catch (second) {
          // With neither, what to install is the faster one.
          throw RomaeError.isInstance(second) && second.code === 'ENGINE_PACKAGE_MISSING' ? error : second
        }
      }
    },
  }
}
