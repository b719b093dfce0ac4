import type { CompileEvent } from '@romae/engine'
import { tell } from 'romae'

/** Milliseconds from the start of a compilation to its session. */
export function compileMs({ recordMs, exportMs, sessionMs, cacheMs }: CompileEvent): number {
  return recordMs + exportMs + sessionMs + cacheMs
}

/** Writes what was compiled to standard error, where it mixes with no results. */
export function reportCompilation(event: CompileEvent): void {
  tell(compilationLine(event))
}

/** `compiled pretraining (visible 2x3x1, …): 9 nodes in 40 ms (record 20, export 5, session 10, cache 5)`. */
export function compilationLine(event: CompileEvent): string {
  const { program, shapes, nodes, cached, cacheProblem } = event
  const inputs = Object.entries(shapes).map(([name, shape]) => `${name} ${shape.join('x')}`)
  const { recordMs, exportMs, sessionMs, cacheMs } = event
  const parts = Object.entries({ record: recordMs, export: exportMs, session: sessionMs, cache: cacheMs })
  const times = parts.map(([part, milliseconds]) => `${part} ${milliseconds.toFixed(0)}`).join(', ')
  const what = `${cached ? 'loaded' : 'compiled'} ${program} (${inputs.join(', ')})`
  const problem = cacheProblem === null ? '' : `; cache: ${cacheProblem}`
  return `${what}: ${nodes} nodes${parametersNote(event)} in ${compileMs(event).toFixed(0)} ms (${times})${problem}`
}

/** Where the graph has its parameters, unless they are inputs as ever. */
function parametersNote({ parameters }: CompileEvent): string {
  if (parameters === 'inputs') return ''
  return parameters === 'embedded' ? ', parameters embedded,' : ', parameters too large to embed,'
}
