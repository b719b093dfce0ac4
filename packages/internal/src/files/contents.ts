/** A file's contents, whole or in pieces that follow each other: large ones need not be in memory twice. */
export type FileContents = string | Uint8Array | readonly Uint8Array[]

/** Contents by name. */
export type FolderFiles = Readonly<Record<string, FileContents>>

/** The contents as a list of pieces. */
export function piecesOf(contents: FileContents): readonly (string | Uint8Array)[] {
  return typeof contents === 'string' || contents instanceof Uint8Array ? [contents] : contents
}
