/** The part of fft.js that is used here; it comes without types. Complex arrays are interleaved: re, im, re, im, … */
declare module 'fft.js' {
  export default class FFT {
    /** @param size a power of two, at least 2 */
    constructor(size: number)
    transform(out: Float64Array, data: Float64Array): void
  }
}
