/**
 * A value that can be taken once, and is not held after that: for vectors as large as a model, which a run needs for a
 * moment and would otherwise keep to its end.
 */
export function handOver<Value>(value: Value): () => Value {
  const held = [value]
  return () => {
    if (held.length === 0) throw new Error('this value has been taken before')
    return held.pop()!
  }
}
