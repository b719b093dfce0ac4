import type { CompiledProgram, GradientProgram, GradientResult, Program } from '../engine.ts'
import { checkInputs, type HostTensors } from '../host-tensor.ts'
import { checkVector } from '../layout.ts'
import { Lifetime } from '../lifetime.ts'
import { withMemoryErrors } from '../out-of-memory.ts'
import { takeLoss } from './outputs.ts'
import type { EngineContext, Executor } from './runtime.ts'

/** Checks arguments and use after disposal before a runtime's executor runs. */
class GuardedExecutor {
  readonly #program: Program
  readonly #rejectNaN: boolean
  readonly #executor: Executor
  readonly #lifetime: Lifetime

  constructor(context: EngineContext, program: Program) {
    const executor = context.runtime.executor(program)
    this.#program = program
    this.#rejectNaN = context.checkInputs
    this.#executor = executor
    this.#lifetime = new Lifetime(`program "${program.name}"`, () => executor.dispose(), context.lifetime)
  }

  async run<Gradient extends Float32Array | undefined>(
    parameters: Float32Array,
    inputs: HostTensors,
    makeGradient: () => Gradient,
  ): Promise<{ readonly results: HostTensors; readonly gradient: Gradient }> {
    const { name, layout } = this.#program
    this.#lifetime.check()
    checkVector('parameters', parameters, layout.size)
    checkInputs(name, inputs, this.#rejectNaN)
    return withMemoryErrors(name, inputs, async () => {
      const gradient = makeGradient()
      const results = await this.#lifetime.use(() => this.#executor.run(parameters, inputs, gradient))
      return { results, gradient }
    })
  }

  dispose(): Promise<void> {
    return this.#lifetime.close()
  }
}

/** A program's outputs on the context's runtime. */
export function compiledProgram(context: EngineContext, program: Program): CompiledProgram {
  const executor = new GuardedExecutor(context, program)
  return {
    run: async (parameters, inputs) => (await executor.run(parameters, inputs, () => undefined)).results,
    dispose: () => executor.dispose(),
  }
}

/** A program's loss and gradient on the context's runtime. */
export function gradientProgram(context: EngineContext, program: Program): GradientProgram {
  const executor = new GuardedExecutor(context, program)
  return {
    async run(parameters, inputs): Promise<GradientResult> {
      const makeGradient = () => new Float32Array(program.layout.size)
      const { results, gradient } = await executor.run(parameters, inputs, makeGradient)
      return { ...takeLoss(results), gradient }
    },
    dispose: () => executor.dispose(),
  }
}
