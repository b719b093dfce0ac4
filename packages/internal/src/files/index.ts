export { appendTo, openToAppend } from './append.ts'
export { type FileContents, type FolderFiles, piecesOf } from './contents.ts'
export { escapeFormula } from './escape-formula.ts'
export { bytesChecksum, fileChecksum } from './file-checksum.ts'
export { flushFolder, makeFolder } from './folders.ts'
export { foreignAmong, type IsOurs } from './foreign-among.ts'
export type { Holder } from './holder.ts'
export { filesNamed, findUnknown, type Known, removeEmpty, removeFiles, removeKnown } from './known.ts'
export { type Line, splitLines, TooLong } from './lines.ts'
export { isLockName, type Lock, lockPath, type Taken, tryLock } from './lock.ts'
export { MadeContent } from './made-content.ts'
export { NewFile, type WriteOptions } from './new-file.ts'
export { NewFolder, nameOfUnfinished, removeFolder, removeUnfinished, writeFolder } from './new-folder.ts'
export {
  NotAFile,
  type OpenFile,
  openToRead,
  readFile,
  readFrom,
  readPieces,
  readTextFile,
  requireFile,
} from './read.ts'
export { isOutput, replaceFile } from './replace-file.ts'
export { removeLeftovers, replaceFiles, stageFiles } from './replace-files.ts'
export { guardRows } from './row-guard.ts'
export { hasContents } from './same-contents.ts'
export { type SplitName, splitName, splitPart } from './split-name.ts'
export { extensionOf, UnreadFiles } from './unread-files.ts'
