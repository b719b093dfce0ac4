import type { FreezeOptions, FrozenProgram, Program } from '../engine.ts'
import { checkInputs } from '../host-tensor.ts'
import { checkVector } from '../layout.ts'
import { Lifetime } from '../lifetime.ts'
import { checkFits, checkOpenInputs, describeOpenInputs } from '../open-inputs.ts'
import { withMemoryErrors } from '../out-of-memory.ts'
import type { EngineContext, FrozenExecutor, Runtime } from './runtime.ts'

/** A program with its parameters on the context's runtime: checks arguments and use after disposal. */
export async function frozenProgram(
  context: EngineContext,
  program: Program,
  options: FreezeOptions,
): Promise<FrozenProgram> {
  const { name, layout } = program
  checkVector('parameters', options.parameters, layout.size)
  checkOpenInputs(name, options.inputs)
  // A copy: the caller may change its object after the check.
  const inputs = structuredClone(options.inputs)
  let made: FrozenExecutor | undefined
  const lifetime = new Lifetime(`the frozen program "${name}"`, async () => made?.dispose(), context.lifetime)
  const make = async () => {
    made = await makeExecutor(context.runtime, program, { parameters: options.parameters, inputs })
    return made
  }
  try {
    // Inside the lifetime, so that disposing the engine meanwhile waits for the compilation and then releases it.
    const executor = await withMemoryErrors(name, describeOpenInputs(inputs), () => lifetime.use(make))
    return {
      anySize: executor.anySize,
      async run(given) {
        lifetime.check()
        checkInputs(name, given, context.checkInputs)
        checkFits(name, inputs, given)
        return withMemoryErrors(name, given, () => lifetime.use(() => executor.run(given)))
      },
      dispose: () => lifetime.close(),
    }
  } catch (error) {
    await lifetime.close()
    throw error
  }
}

/** The runtime's frozen program, or an ordinary executor for a runtime that cannot freeze. */
async function makeExecutor(runtime: Runtime, program: Program, options: FreezeOptions): Promise<FrozenExecutor> {
  if (runtime.freeze !== undefined) return runtime.freeze(program, options)
  const executor = runtime.executor(program)
  const parameters = options.parameters.slice()
  return {
    anySize: runtime.eager ?? false,
    run: (inputs) => executor.run(parameters, inputs),
    dispose: () => executor.dispose(),
  }
}
