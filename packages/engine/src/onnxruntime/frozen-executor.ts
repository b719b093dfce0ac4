import type { FreezeOptions, Program } from '../engine.ts'
import { valueName } from '../program/record-program.ts'
import type { FrozenExecutor } from '../program/runtime.ts'
import { type CompileContext, compileGraph } from './compile.ts'
import { openGraph } from './graph-source.ts'
import { entryTensors, programOutputs, runSession } from './run-session.ts'

/** Arguments that all frozen programs of an engine share. */
export interface FreezeContext extends CompileContext {
  /** Parameters that are larger than this, in bytes, stay inputs of the graph. */
  readonly embeddedLimit: number
}

/**
 * Compiles a program into one session for all sizes, which has the parameters as constants.
 *
 * @throws What `compileGraph` throws
 */
export async function freezeProgram(
  context: FreezeContext,
  program: Program,
  options: FreezeOptions,
): Promise<FrozenExecutor> {
  const { parameters } = options
  const embedded = parameters.byteLength <= context.embeddedLimit
  const { session, outputs } = await compileGraph(context, openGraph(program, options, embedded))
  const fed = embedded ? {} : entryTensors(context, program, parameters.slice(), valueName.parameter)
  const fetches = outputs.map((name) => valueName.output(name))
  return {
    anySize: true,
    async run(inputs) {
      return programOutputs(outputs, await runSession(context, program, session, inputs, fed, fetches))
    },
    dispose: () => context.inTurn(() => session.release()),
  }
}
