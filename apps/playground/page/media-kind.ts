/** What the page learns to tell apart. */
export type MediaKind = 'image' | 'audio'

const endings: Readonly<Record<MediaKind, RegExp>> = {
  image: /\.(?:png|jpe?g|webp|gif|avif)$/i,
  audio: /\.wav$/i,
}

/** A file with the path that it has in the folder that was taken; that is its name where it was taken by itself. */
export interface PlacedFile {
  readonly file: File
  readonly path: string
}

/** What a file is by its name; null for anything else. */
function kindOf(name: string): MediaKind | null {
  if (endings.image.test(name)) return 'image'
  return endings.audio.test(name) ? 'audio' : null
}

/** Pictures, or sounds, whichever there are more of, of a folder in which other files may lie. */
export function mediaOf(files: readonly PlacedFile[]): {
  readonly kind: MediaKind
  readonly files: readonly PlacedFile[]
} {
  const of = (kind: MediaKind) => files.filter(({ path }) => kindOf(path) === kind)
  const [images, sounds] = [of('image'), of('audio')]
  return images.length >= sounds.length ? { kind: 'image', files: images } : { kind: 'audio', files: sounds }
}

/** The folder that a file lies in, which is its class; null of one that lies in none. */
export function classOf(path: string): string | null {
  return path.split('/').at(-2) ?? null
}
