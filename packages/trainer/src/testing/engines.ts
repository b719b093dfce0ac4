import { createEngine, type Engine, type EngineName } from '@romae/engine'
import { onnxruntimeNode } from '@romae/engine/onnxruntime-node'
import { onTestFinished } from 'vitest'

export const engineNames: readonly EngineName[] = ['onnxruntime-node', 'tfjs']

/** The usual engine, of one thread: models of tests are small, and other tests run beside them. */
export function testEngine(): Promise<Engine> {
  return createEngine(onnxruntimeNode({ threads: 1 }))
}

/** An engine that is disposed when the test is finished. */
export async function openEngine(engine: EngineName = 'onnxruntime-node'): Promise<Engine> {
  const opened = await (engine === 'onnxruntime-node' ? testEngine() : createEngine(engine))
  onTestFinished(() => opened.dispose())
  return opened
}

/** The engine, counting what was made and is not disposed yet. */
export function countOpen(engine: Engine): { engine: Engine; open: () => number } {
  let open = 0
  const counted = <Made extends { dispose(): Promise<void> }>(made: Made): Made => {
    open++
    return new Proxy(made, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (name !== 'dispose') return typeof value === 'function' ? value.bind(target) : value
        return async () => {
          await target.dispose()
          open--
        }
      },
    })
  }
  return {
    engine: {
      info: engine.info,
      freeze: async (program, options) => counted(await engine.freeze(program, options)),
      compile: (program) => counted(engine.compile(program)),
      valueAndGrad: (program) => counted(engine.valueAndGrad(program)),
      train: (program, options) => counted(engine.train(program, options)),
      dispose: () => Promise.reject(new Error('an engine that was given must be left open')),
    },
    open: () => open,
  }
}
