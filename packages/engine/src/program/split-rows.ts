import type { HostTensor, HostTensors } from '../host-tensor.ts'

/**
 * A batch in parts of at most `size` rows, in order. The first axis of every input is the batch, so that the parts together
 * are exactly the batch. The parts are views, not copies.
 */
export function splitRows(inputs: HostTensors, size: number): HostTensors[] {
  const rows = Object.values(inputs)[0]!.shape[0]!
  const starts = Array.from({ length: Math.ceil(rows / size) }, (_, part) => part * size)
  return starts.map((start) => {
    const end = Math.min(rows, start + size)
    return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, takeRows(input, start, end)]))
  })
}

function takeRows({ data, shape }: HostTensor, start: number, end: number): HostTensor {
  const row = data.length / shape[0]!
  return { data: data.subarray(start * row, end * row), shape: [end - start, ...shape.slice(1)] }
}
