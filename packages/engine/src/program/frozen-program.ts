import type { FreezeOptions, FrozenProgram, Program } from '../engine.ts'
import { checkInputs } from '../host-tensor.ts'
import { checkVector } from '../layout.ts'
import { Lifetime } from '../lifetime.ts'
import { checkFits, checkOpenInputs, describeOpenInputs } from '../open-inputs.ts'
import { withinMemory } from '../out-of-memory.ts'
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
  // The caller's may change: what was checked must not.
  const inputs = structuredClone(options.inputs)
  let made: FrozenExecutor | undefined
  const lifetime = new Lifetime(`the frozen program "${name}"`, async () => made?.dispose(), context.lifetime)
  const make = async () => {
    made = await makeExecutor(context.runtime, program, { parameters: options.parameters, inputs })
    return made
  }
  try {
    // Within its lifetime already: an engine that is disposed meanwhile waits for it, and then releases it.
    const executor = await withinMemory(name, describeOpenInputs(inputs), () => lifetime.use(make))
    return {
      anySize: executor.anySize,
      async run(given) {
        lifetime.check()
        checkInputs(name, given, context.checkInputs)
        checkFits(name, inputs, given)
        return withinMemory(name, given, () => lifetime.use(() => executor.run(given)))
      },
      dispose: () => lifetime.close(),
    }
  } catch (error) {
    await lifetime.close()
    throw error
  }
}

/** Where the runtime does not freeze programs: an executor, which compiles for each set of sizes or not at all. */
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
