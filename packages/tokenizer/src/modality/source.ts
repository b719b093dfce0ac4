/** A file that is no path: a `File` of a browser, or bytes with a name (`new File([bytes], 'a.csv')`). */
export interface SourceFile {
  readonly name: string
  arrayBuffer(): Promise<ArrayBuffer>
  /** The same from its start at each call, for what need not be held whole. */
  stream?(): ByteStream
}

/** What is used of a `ReadableStream` of bytes. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
    cancel(reason?: unknown): Promise<void>
  }
}

/** Where samples come from: a path (an absolute one, or `-` for standard input, where a modality says that it reads it), or a file. */
export type Source = string | SourceFile

/** What samples are read for: to train on and to evaluate by, which need labels where the task has some; to predict, which does not. */
export type Purpose = 'train' | 'evaluate' | 'predict'

/** The bytes of decoded samples that a command may hold; all of its sets share them. */
export interface MemoryBudget {
  readonly bytes: number
  /** Bytes that are not reserved yet. */
  left(): number
  /** Reserves bytes until the command ends. @returns whether so many were left */
  take(bytes: number): boolean
}

/** What a modality may use while it reads. */
export interface ReadContext {
  readonly purpose: Purpose
  /** For samples that have to be held, such as those of an archive; others are better given as `LazySamples`. */
  readonly memory: MemoryBudget
  /** Tells the user something about one file, such as that it was mended. The same text is shown once. */
  readonly note: (text: string) => void
  /** The content of standard input, for the source `-`. It can be had once; each call of what it gives begins anew. */
  readonly standardInput: () => Promise<() => AsyncIterable<Uint8Array>>
}
