import type { CompiledProgram, GradientProgram, GradientResult, Program } from '../engine.ts'
import { checkInputs, type HostTensors } from '../host-tensor.ts'
import { checkVector } from '../layout.ts'
import { Lifetime } from '../lifetime.ts'
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

  async run(parameters: Float32Array, inputs: HostTensors, gradient?: Float32Array): Promise<HostTensors> {
    this.#lifetime.check()
    checkVector('parameters', parameters, this.#program.layout.size)
    checkInputs(this.#program.name, inputs, this.#rejectNaN)
    return this.#lifetime.use(() => this.#executor.run(parameters, inputs, gradient))
  }

  dispose(): Promise<void> {
    return this.#lifetime.close()
  }
}

/** A program's outputs on the context's runtime. */
export function compiledProgram(context: EngineContext, program: Program): CompiledProgram {
  const executor = new GuardedExecutor(context, program)
  return {
    run: (parameters, inputs) => executor.run(parameters, inputs),
    dispose: () => executor.dispose(),
  }
}

/** A program's loss and gradient on the context's runtime. */
export function gradientProgram(context: EngineContext, program: Program): GradientProgram {
  const executor = new GuardedExecutor(context, program)
  return {
    async run(parameters, inputs): Promise<GradientResult> {
      const gradient = new Float32Array(program.layout.size)
      return { ...takeLoss(await executor.run(parameters, inputs, gradient)), gradient }
    },
    dispose: () => executor.dispose(),
  }
}
