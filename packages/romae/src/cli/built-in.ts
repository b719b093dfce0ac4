import type { AnyModality } from '@romae/tokenizer/modality'

/** The modalities that come with the command, loaded when they are needed. */
export const builtIn: Readonly<Record<string, () => Promise<AnyModality>>> = {
  timeseries: async () => (await import('@romae/timeseries/modality')).timeseries,
  image: async () => (await import('@romae/image/modality')).image,
  audio: async () => (await import('@romae/audio/modality')).audio,
}

/**
 * Endings of files of one of them that it does not read: named one by one they are of it, and its error says what to convert them to. In a
 * folder they say nothing.
 */
export const unread: Readonly<Record<string, string>> = {
  '.heic': 'image',
  '.heif': 'image',
  '.bmp': 'image',
  '.jp2': 'image',
  '.jxl': 'image',
  '.psd': 'image',
}

/** Endings of files that are certainly of one of them. They stand here so that none has to be loaded to find the right one. */
export const endings: Readonly<Record<string, string>> = {
  '.csv': 'timeseries',
  '.tsv': 'timeseries',
  '.jsonl': 'timeseries',
  '.ndjson': 'timeseries',
  '.parquet': 'timeseries',
  '.npy': 'timeseries',
  '.npz': 'timeseries',
  '.tsf': 'timeseries',
  '.ts': 'timeseries',
  '.arff': 'timeseries',
  '.wav': 'audio',
  '.flac': 'audio',
  '.mp3': 'audio',
  '.ogg': 'audio',
  '.oga': 'audio',
  '.opus': 'audio',
  '.jpg': 'image',
  '.jpeg': 'image',
  '.png': 'image',
  '.webp': 'image',
  '.avif': 'image',
  '.tif': 'image',
  '.tiff': 'image',
  '.gif': 'image',
}
