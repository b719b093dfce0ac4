import type { Tokens } from '../tokenizer.ts'

/** A sample of which tokens were masked as in pre-training, and filled in by a model. */
export interface Reconstruction<Sample> {
  readonly id: string
  readonly sample: Sample
  readonly tokens: Tokens
  /** `[length]`: 1 = masked. */
  readonly masked: Uint8Array
  /** Visible tokens as they were, masked ones as reconstructed. */
  readonly filled: Tokens
}

/** What a picture's edges stand for: `{ label: 'time', from: '0 s', to: '1.2 s' }`. */
export interface PictureAxis {
  readonly label: string
  /** At the left edge, or below. */
  readonly from: string
  /** At the right edge, or above. */
  readonly to: string
}

/** How a sample looks, and what is heard of it. */
export interface Preview {
  /** The bytes of a PNG file. */
  readonly png: Uint8Array
  readonly x?: PictureAxis
  readonly y?: PictureAxis
  /** The bytes of a WAV file. */
  readonly wav?: Uint8Array
  /** What is not as the sample is: `the first 3 s`. */
  readonly note?: string
}

/** One of a figure's pictures. */
export interface Picture extends Preview {
  readonly caption: string
}

/** Pictures side by side. */
export interface PictureFigure {
  readonly kind: 'pictures'
  readonly heading?: string
  /** What holds for all of them, such as what their colours mean. */
  readonly note?: string
  /** As many in a row belong together, on a narrow page, too: 3 for original, masked, reconstructed. Default 1. */
  readonly across?: number
  readonly pictures: readonly Picture[]
}

/** Curves over one axis. */
export interface CurveFigure {
  readonly kind: 'curves'
  readonly heading?: string
  /** On a `time` scale, x are seconds since 1970 in UTC. */
  readonly x: { readonly label: string; readonly scale?: 'linear' | 'time' }
  readonly y: { readonly label: string; readonly scale?: 'linear' | 'log' }
  readonly curves: readonly {
    readonly label: string
    /** Ascending, but for points. */
    readonly x: ArrayLike<number>
    /** As many as `x`; NaN is a gap. */
    readonly y: ArrayLike<number>
    /** Default `line`. */
    readonly style?: 'line' | 'dashed' | 'points' | 'line-and-points'
  }[]
}

/** What a report shows of a sample: plain data, so that a modality knows no report. */
export type Figure = PictureFigure | CurveFigure
