/** Something that was made for a task. */
export interface Prefetched<Task, Made> {
  readonly task: Task
  readonly made: Made
}

/**
 * Makes something for each task, in order, and up to `depth` tasks ahead of whoever takes it: while one is used, the next
 * are in the making. A failure comes when it is that task's turn. However it ends, it waits for what is in the making.
 *
 * @param depth 0 makes each when it is asked for
 */
export async function* prefetch<Task, Made>(
  tasks: Iterable<Task> | AsyncIterable<Task>,
  make: (task: Task) => Promise<Made>,
  depth: number,
): AsyncGenerator<Prefetched<Task, Made>, void, void> {
  const pending: { task: Task; making: Promise<Made> }[] = []
  const next = async () => {
    const { task, making } = pending[0]!
    const made = await making
    pending.shift()
    return { task, made }
  }
  try {
    for await (const task of tasks) {
      const making = make(task)
      // It is awaited at its turn, unless an earlier one fails: then its own failure is nobody's business.
      making.catch(() => {})
      pending.push({ task, making })
      if (pending.length > depth) yield await next()
    }
    while (pending.length > 0) yield await next()
  } finally {
    await Promise.allSettled(pending.map(({ making }) => making))
  }
}
