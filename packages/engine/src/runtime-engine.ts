import type { Engine } from './engine.ts'
import { checkLayout } from './layout.ts'
import { Lifetime } from './lifetime.ts'
import { compiledProgram, gradientProgram } from './program/compiled-program.ts'
import { frozenProgram } from './program/frozen-program.ts'
import type { Runtime } from './program/runtime.ts'
import { RuntimeTrainingSession } from './training/training-session.ts'

/** An engine over a runtime. */
export function runtimeEngine(runtime: Runtime, checkInputs: boolean): Engine {
  const lifetime = new Lifetime(`the engine "${runtime.info.name}"`, async () => {})
  const context = { runtime, lifetime, checkInputs }
  return {
    info: runtime.info,
    compile(program) {
      checkLayout(program.name, program.layout)
      return compiledProgram(context, program)
    },
    async freeze(program, options) {
      checkLayout(program.name, program.layout)
      return frozenProgram(context, program, options)
    },
    valueAndGrad(program) {
      checkLayout(program.name, program.layout)
      return gradientProgram(context, program)
    },
    train(program, options) {
      checkLayout(program.name, program.layout)
      return new RuntimeTrainingSession(context, program, options)
    },
    dispose: () => lifetime.close(),
  }
}
