/**
 * Creates an error whose stack begins where `factory` was called. Of an error that nobody catches, Node prints the line of code
 * that created it before its message; this one has no such line, so that what is read first is the message.
 */
export function withStackBelow<E extends Error>(factory: (...parameters: never[]) => E, create: () => E): E {
  const { captureStackTrace, stackTraceLimit } = Error as Partial<typeof Error>
  // Not V8, or a program that has frozen what errors are made of.
  if (captureStackTrace === undefined || !Reflect.set(Error, 'stackTraceLimit', 0)) return create()
  let error: E
  try {
    error = create()
  } finally {
    Error.stackTraceLimit = stackTraceLimit!
  }
  const place = { stack: '' }
  captureStackTrace(place, factory)
  const frames = place.stack.indexOf('\n    at ')
  const stack = `${error.name}: ${error.message}${frames === -1 ? '' : place.stack.slice(frames)}`
  Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true })
  return error
}
