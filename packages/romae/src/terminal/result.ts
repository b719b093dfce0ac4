import { keepOutputForData, printJson } from './print.ts'

let isJson = false

/** Makes standard output hold one JSON value, the result of the command: all that is printed otherwise goes to standard error. */
export function setJsonOutput(on: boolean): void {
  isJson = on
  keepOutputForData(on)
}

/** Whether the result of the command is to be one JSON value. */
export function isJsonOutput(): boolean {
  return isJson
}

/** Writes the result of a command as JSON, where that was asked for. */
export function printResult(result: object): void {
  if (isJson) printJson(result)
}
