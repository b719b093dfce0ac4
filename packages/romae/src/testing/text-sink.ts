import { Writable } from 'node:stream'

/** An output that keeps what is written to it. */
export function textSink(isTTY: boolean): { output: NodeJS.WriteStream; text: () => string } {
  const parts: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      parts.push(String(chunk))
      done()
    },
  })
  const output = Object.assign(stream, { isTTY, columns: 120, cursorTo: () => true, clearLine: () => true })
  return { output: output as unknown as NodeJS.WriteStream, text: () => parts.join('') }
}
