import type { ByteStream, SourceFile } from '@romae/tokenizer/modality'

/** A `File` or a `Blob`, of which each reading begins anew. */
export type TextFile = Partial<Pick<SourceFile, 'name'>> & Omit<SourceFile, 'name'>

/**
 * Where a reader gets its text: a file's path or URL, a `File` or `Blob` as browsers have them, a `ReadableStream`, or chunks of UTF-8
 * bytes or of text.
 */
export type TextSource = string | URL | TextFile | ByteStream | AsyncIterable<string | Uint8Array>
