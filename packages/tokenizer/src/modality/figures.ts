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

/** Pictures side by side. */
export interface PictureFigure {
  readonly kind: 'pictures'
  readonly heading?: string
  readonly pictures: readonly {
    /** The bytes of a PNG file. */
    readonly png: Uint8Array
    readonly caption: string
  }[]
}

/** Curves over one axis. */
export interface CurveFigure {
  readonly kind: 'curves'
  readonly heading?: string
  readonly x: { readonly label: string }
  readonly y: { readonly label: string }
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
