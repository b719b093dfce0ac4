/** Deep enough to leave tfjs' gradient machinery, which nests about fifteen calls. */
const searchedFrames = 60

const tfjsFile = /@tensorflow[/\\]tfjs|\btf-core\b|\btfjs-core\b/
const location = /\(?((?:file:\/\/)?[^\s()]+):(\d+):(\d+)\)?$/

/**
 * The line of user code that called the kernel that is being recorded: the first stack frame below tfjs' frames, as
 * `file:line:column`. Undefined where the engine keeps no such stack, or where a bundler put tfjs and its users into
 * one file.
 */
export function callerOfTfjs(stack = currentStack()): string | undefined {
  let insideTfjs = false
  for (const frame of stack?.split('\n') ?? []) {
    if (tfjsFile.test(frame)) insideTfjs = true
    else if (insideTfjs) {
      const [, file, line, column] = location.exec(frame) ?? []
      if (file !== undefined && !file.startsWith('node:')) return `${file.replace(/^file:\/\//, '')}:${line}:${column}`
    }
  }
  return undefined
}

function currentStack(): string | undefined {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = searchedFrames
  const { stack } = new Error()
  Error.stackTraceLimit = limit
  return stack
}
